import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { LightTwin, type LightTwinOptions } from './light/light-twin';
import { keyPairAt } from './ssh/key-pair';
import { TruthLog } from './truth';

/** Starts a light twin whose host key, and the truth of what it measures since the start, lie in a folder. */
export async function startLightTwin({
  dir,
  ...options
}: Omit<LightTwinOptions, 'onRun' | 'onShard'> & { dir: string }): Promise<LightTwin> {
  mkdirSync(dir, { recursive: true });
  const path = join(dir, 'truth.jsonl');
  rmSync(path, { force: true });
  const truth = new TruthLog(path);
  const hostKey = keyPairAt(join(dir, 'host_ed25519'), options.name);
  const twin = new LightTwin({ ...options, onRun: (finished, trialId) => truth.add(1, finished, trialId) }, hostKey);
  await twin.start();
  return twin;
}
