import { mkdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { keyPairAt } from './ssh/key-pair';
import { Twin, type TwinOptions } from './twin';

export { Twin, type TwinOptions } from './twin';

/** Starts a twin and returns when one can log in. */
export async function startTwin(options: TwinOptions): Promise<Twin> {
  mkdirSync(options.dir, { recursive: true });
  const dir = realpathSync(options.dir);
  const twin = new Twin(options, dir, keyPairAt(join(dir, 'host_ed25519'), options.name));
  await twin.start();
  return twin;
}
