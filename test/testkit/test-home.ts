import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { stopServices } from '@joulefleet/platform';

const PREFIX = 'joulefleet-test-';

/** A home for this process's servers; its name tells later runs whose it was. */
export function createTestHome(): string {
  const home = mkdtempSync(join(tmpdir(), `${PREFIX}${process.pid}-`));
  // The server's account must get through when we are root.
  chmodSync(home, 0o711);
  return home;
}

/** Downloads (Redis, where none is installed) are kept between runs. */
export function testCacheFolder(): string {
  return process.env.JOULEFLEET_CACHE ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'joulefleet');
}

/** Stops the servers of a home and deletes it. */
export async function removeTestHome(home: string): Promise<void> {
  await stopServices({ home });
  rmSync(home, { recursive: true, force: true });
}

/** Stops and deletes what runs that were killed have left behind. */
export async function sweepTestHomes(): Promise<void> {
  const names = readdirSync(tmpdir()).filter((name) => name.startsWith(PREFIX));
  const orphans = names.filter((name) => !existsSync(`/proc/${name.slice(PREFIX.length).split('-')[0]}`));
  for (const name of orphans) await removeTestHome(join(tmpdir(), name)).catch(() => undefined);
}
