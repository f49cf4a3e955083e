import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stopTwins } from '../demo/start-twins';
import type { Environment } from '../environment';
import { stopController, stopServices } from '../processes/stop-controller';
import { injectionIn, versionIn } from './story';

const STOP_TIMEOUT_MS = 20_000;
export const RESOLVER = 'version';

/** A home in a temporary folder, with servers and twins of its own; nothing of the user's is touched but the cache of programs. */
export class OwnHome {
  readonly environment: Environment;
  /** File that the twins read at the start of each shard. */
  readonly injected: string;
  private readonly version: string;

  constructor(of: Environment) {
    const home = mkdtempSync(join(tmpdir(), 'jf-nights-'));
    const { childEnvironment } = of;
    const inherited = Object.entries(childEnvironment).filter(
      ([name]) => !/^(JOULEFLEET_|DATABASE_URL$|REDIS_URL$)/.test(name),
    );
    const own = {
      JOULEFLEET_HOME: home,
      JOULEFLEET_CACHE: childEnvironment.JOULEFLEET_CACHE || join(of.home, 'cache'),
      JOULEFLEET_PORT: '0',
    };
    const started = { ...Object.fromEntries(inherited), ...own };
    this.environment = { ...of, home, url: null, apiKey: null, childEnvironment: started };
    this.injected = join(home, 'injected.json');
    this.version = join(home, 'version.txt');
    mkdirSync(join(home, 'resolvers'), { mode: 0o755 });
    const resolver = join(home, 'resolvers', RESOLVER);
    writeFileSync(resolver, `#!/bin/sh\nexec cat "${this.version}"\n`);
    chmodSync(resolver, 0o755);
    this.prepareNight(1);
  }

  /** What the twins do and what is under test in the night that comes next. */
  prepareNight(night: number): void {
    writeFileSync(this.injected, JSON.stringify(injectionIn(night)));
    writeFileSync(this.version, `${versionIn(night)}\n`);
  }

  /** Ends everything that was started in it, and removes it. */
  async remove(): Promise<void> {
    const { environment } = this;
    await stopController(environment, STOP_TIMEOUT_MS);
    await stopTwins(environment);
    await stopServices(environment);
    for (const folder of [realServices(environment.home), environment.home]) {
      if (folder !== null) rmSync(folder, { recursive: true, force: true });
    }
  }
}

/** Databases may lie outside, where their account can reach them; null: there are none. */
function realServices(home: string): string | null {
  try {
    return realpathSync(join(home, 'services'));
  } catch {
    return null;
  }
}
