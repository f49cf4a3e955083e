import { execFile, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { generateKeyPair, startTwin } from '../../apps/twin/src';

const TRIALS = 200;
const run = promisify(execFile);

/**
 * What a script does that has no agent: one shell exec for each trial over one OpenSSH connection that is kept (ControlMaster), on a twin with
 * files. From the end of each command on the board to the start of the next one there, in ms. Nothing else goes on meanwhile.
 * @throws Error without `ssh` on the PATH.
 */
export async function execGapsMs(home: string, seed: number): Promise<number[]> {
  const dir = join(home, 'exec');
  mkdirSync(dir);
  const { privateKey, publicKey } = generateKeyPair('exec');
  const identity = join(dir, 'identity');
  writeFileSync(identity, privateKey, { mode: 0o600 });
  const twin = await startTwin({
    ...{ dir, name: 'exec', deviceClass: 'jetson-nano', authorizedKeys: [publicKey], timeScale: 1, seed },
  });
  const login = ['-p', String(twin.port), `${twin.user}@${twin.host}`];
  const control = ['-F', 'none', '-o', `ControlPath=${join(dir, 'control')}`];
  const known = ['-o', 'StrictHostKeyChecking=no', '-o', 'UserKnownHostsFile=/dev/null', '-o', 'LogLevel=ERROR'];
  const master = spawn('ssh', [...control, ...known, '-o', 'ControlMaster=yes', '-i', identity, '-N', ...login], {
    stdio: 'ignore',
  });
  try {
    await Promise.race([untilUp([...control, ...login]), failure(master)]);
    return await execAll([...control, ...login]);
  } finally {
    master.kill();
    await twin.stop();
  }
}

async function execAll(args: readonly string[]): Promise<number[]> {
  const gapsMs: number[] = [];
  let endedMs = NaN;
  for (let trial = 0; trial <= TRIALS; trial++) {
    const { stdout } = await run('ssh', [...args, 'date +%s%N; true; date +%s%N']);
    const [startMs, endMs] = stdout
      .trim()
      .split('\n')
      .map((ns) => Number(BigInt(ns) / 1000n) / 1000);
    if (trial > 0) gapsMs.push(startMs! - endedMs);
    endedMs = endMs!;
  }
  return gapsMs;
}

async function untilUp(args: readonly string[]): Promise<void> {
  for (;;) {
    const isUp = await run('ssh', ['-O', 'check', ...args]).then(
      () => true,
      () => false,
    );
    if (isUp) return;
  }
}

function failure(master: ReturnType<typeof spawn>): Promise<never> {
  return new Promise((_, reject) => {
    master.once('error', () => reject(new Error('there is no program ssh on the PATH: the baseline needs OpenSSH')));
    master.once('exit', (code) => reject(new Error(`ssh ended with ${code}`)));
  });
}
