import { chmodSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { runProgram } from '@joulefleet/platform';
import { HOOK } from '../../../libs/fleet/src/recovery/hook-failed';

describe("an admin's power-cycle program", () => {
  let folder: string;
  const run = (name: string, stdin = '{}', limitMs?: number) => {
    const environment = { JOULEFLEET_DEVICE: 'rack-1', JOULEFLEET_HOST: '10.0.0.7' };
    return runProgram({ kind: HOOK, folder, name, stdin, environment, limitMs });
  };
  const write = (name: string, script: string, mode = 0o700): void => {
    writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, name), mode);
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'jf-hooks-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('gets the device on stdin and in its environment, nothing of ours, and no shell', async () => {
    write('cut', `cat > told; env | sort > environment; echo "$#" > arguments`);
    await run('cut', '{"name": "rack-1; touch pwned"}');
    const read = (name: string): string => readFileSync(join(folder, name), 'utf8').trim();
    expect(read('told')).toBe('{"name": "rack-1; touch pwned"}');
    expect(read('arguments')).toBe('0');
    const names = read('environment')
      .split('\n')
      .map((line) => line.split('=')[0]);
    expect(names.filter((name) => name !== 'PWD' && name !== '_' && name !== 'SHLVL' && name !== 'OLDPWD')).toEqual([
      'JOULEFLEET_DEVICE',
      'JOULEFLEET_HOST',
      'PATH',
    ]);
  });

  it('may ignore its input, and is judged by its exit code and last line', async () => {
    write('deaf', 'exit 0');
    await run('deaf', 'x'.repeat(1 << 20));
    write('broken', 'echo no such outlet >&2; exit 3');
    await expect(run('broken')).rejects.toMatchObject({
      code: 'hook_failed',
      origin: 'controller',
      message: expect.stringContaining('exit code 3: no such outlet'),
    });
  });

  it('is killed at its limit with all that it has started', async () => {
    write('hanging', 'sleep 30 & echo $! > child; echo $$ > script; echo no answer yet >&2; wait');
    const startedMs = performance.now();
    await expect(run('hanging', '{}', 700)).rejects.toMatchObject({
      code: 'hook_failed',
      message: expect.stringMatching(/killed by SIGKILL; it has 0\.7 s: no answer yet$/),
    });
    const tookMs = performance.now() - startedMs;
    expect(tookMs).toBeGreaterThanOrEqual(690);
    expect(tookMs).toBeLessThan(5_000);
    for (const each of ['child', 'script']) {
      const pid = Number(readFileSync(join(folder, each), 'utf8'));
      for (let i = 0; i < 40 && isRunning(pid); i++) await sleep(50);
      expect({ each, running: isRunning(pid) }).toEqual({ each, running: false });
    }
  }, 15_000);

  it('is over when the program is, whatever that leaves in the background', async () => {
    write('fast', 'sleep 30 & echo $! > child; exit 0');
    write('failing', 'sleep 30 & echo $! > child; echo burnt out >&2; exit 4');
    const startedMs = performance.now();
    await run('fast');
    const child = () => Number(readFileSync(join(folder, 'child'), 'utf8'));
    expect(isRunning(child())).toBe(true);
    process.kill(child());
    await expect(run('failing')).rejects.toMatchObject({ message: expect.stringMatching(/exit code 4: burnt out$/) });
    process.kill(child());
    expect(performance.now() - startedMs).toBeLessThan(10_000);
  }, 15_000);

  it.each<[string, () => void, string]>([
    ['is not there', () => undefined, 'hook_missing'],
    ['others may write', () => write('cut', 'exit 0', 0o722), 'hook_exposed'],
    ['nobody may execute', () => write('cut', 'exit 0', 0o600), 'hook_exposed'],
    ['is a link', () => symlinkSync('/bin/true', join(folder, 'cut')), 'hook_exposed'],
    ['lies where others may write', () => (write('cut', 'exit 0'), chmodSync(folder, 0o777)), 'hook_exposed'],
  ])('is not run when it %s', async (_, prepare, code) => {
    prepare();
    await expect(run('cut')).rejects.toMatchObject({ code, origin: 'operator', remedy: expect.any(String) });
    chmodSync(folder, 0o700);
  });

  it('is missing where there is no folder of hooks', async () => {
    const hook = { kind: HOOK, folder: null, name: 'cut', stdin: '', environment: {} };
    await expect(runProgram(hook)).rejects.toMatchObject({ code: 'hook_missing' });
  });
});

/** A process that nobody has reaped yet is not running any more. */
function isRunning(pid: number): boolean {
  try {
    const state = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.charAt(0);
    return state !== 'Z' && state !== 'X';
  } catch {
    return false;
  }
}
