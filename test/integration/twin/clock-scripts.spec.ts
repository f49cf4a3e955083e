import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { clockScripts, factorLevels, frequencyTable, type DeviceClass, type FactorLevels } from '@joulefleet/core';
import { settledCommand, startBench, type Bench } from './login';

const SHELLS = ['sh', 'dash', 'bash'] as const;

function scriptsOf(deviceClass: DeviceClass, levels: Partial<FactorLevels>) {
  const scripts = clockScripts({ deviceClass, levels: factorLevels(levels), about: ['of a test'] });
  if (typeof scripts === 'string') throw new Error(scripts);
  return scripts;
}

describe.each(['jetson-nano', 'jetson-xavier-nx', 'jetson-orin-nx'] as const)('scripts for a %s', (deviceClass) => {
  let bench: Bench;
  beforeAll(async () => (bench = await startBench({ deviceClass })));
  afterAll(() => bench.stop());

  const { cpuKhz, gpuHz, cpuPolicies } = frequencyTable(deviceClass);
  const pinned = { cpuKhz: cpuKhz[2]!, gpuHz: gpuHz[3]! };
  const { apply, revert } = scriptsOf(deviceClass, pinned);
  const sh = (script: string, shell = 'sh') => bench.run(`${shell} -s`, script);
  const saved = () => join(bench.twin.root, 'run/joulefleet/clocks-before');

  /** Everything that a script may change, as the board shows it. */
  const state = async () => {
    const policies = cpuPolicies.map((cpus) => `sys/devices/system/cpu/cpufreq/policy${cpus[0]}`);
    const files = policies.flatMap((folder) =>
      ['governor', 'min_freq', 'max_freq', 'setspeed'].map((name) => `${folder}/scaling_${name}`),
    );
    const gpu = `$(ls -d "$JOULEFLEET_ROOT"/sys/class/devfreq/*)`;
    const cores = 'cat "$JOULEFLEET_ROOT"/sys/devices/system/cpu/cpu[0-9]*/online';
    const reading = [
      ...files.map((file) => `cat "$JOULEFLEET_ROOT/${file}"`),
      ...['governor', 'min_freq', 'max_freq'].map((name) => `cat "${gpu}/${name}"`),
      cores,
    ];
    return (await bench.run(`${settledCommand(bench)}; ${reading.join('; ')}`)).stdout;
  };

  it.each(deviceClass === 'jetson-nano' ? SHELLS : (['sh'] as const))(
    'set the clocks and take them back, twice each, in %s',
    async (shell) => {
      const before = await state();
      for (const _ of [1, 2]) {
        expect(await sh(apply, shell)).toMatchObject({ code: 0, stderr: '' });
        const set = await state();
        expect(set.split('\n').filter((line) => line === String(pinned.cpuKhz))).toHaveLength(2 * cpuPolicies.length);
        expect(set.split('\n').filter((line) => line === String(pinned.gpuHz))).toHaveLength(2);
      }
      expect(await sh(revert, shell)).toMatchObject({ code: 0, stdout: 'as before\n', stderr: '' });
      expect(await state()).toBe(before);
      expect(await sh(revert, shell)).toMatchObject({ code: 0, stdout: 'nothing to put back\n', stderr: '' });
      expect(await state()).toBe(before);
    },
  );

  it('put back what was there before the first of two different ones', async () => {
    const before = await state();
    expect(await sh(apply)).toMatchObject({ code: 0 });
    const other = scriptsOf(deviceClass, { cpuKhz: 'stock', gpuHz: gpuHz[1]!, activeCores: 2 });
    expect(await sh(other.apply)).toMatchObject({ code: 0, stderr: '' });
    const set = (await state()).split('\n');
    expect(set).not.toContain(String(pinned.gpuHz));
    expect(set.filter((line) => line === String(gpuHz[1]))).toHaveLength(2);
    expect(await sh(other.revert)).toMatchObject({ code: 0, stdout: 'as before\n' });
    expect(await state()).toBe(before);
  });

  it('put back the speed of the governor userspace', async () => {
    const policy = `sys/devices/system/cpu/cpufreq/policy${cpuPolicies[0]![0]}`;
    const speed = cpuKhz[4]!;
    const write = (name: string, text: string | number) =>
      bench.run(`printf '%s\\n' '${text}' >"$JOULEFLEET_ROOT/${policy}/scaling_${name}"; ${settledCommand(bench)}`);
    const was = (await bench.run(`cat "$JOULEFLEET_ROOT/${policy}/scaling_governor"`)).stdout.trim();
    await write('governor', 'userspace');
    await write('setspeed', speed);
    const before = await state();
    expect(await sh(scriptsOf(deviceClass, { ...pinned, cpuGovernor: 'performance' }).apply)).toMatchObject({
      code: 0,
    });
    expect(await sh(revert)).toMatchObject({ code: 0 });
    expect(await state()).toBe(before);
    await write('governor', was);
  });

  it('change nothing where a level, a governor or the board is another', async () => {
    const before = await state();
    const elsewhere = deviceClass === 'jetson-nano' ? 'jetson-orin-nx' : 'jetson-nano';
    const wrong = [
      [scriptsOf(deviceClass, { ...pinned, gpuHz: 123_456 }).apply, 'does not offer 123456'],
      [scriptsOf(deviceClass, { ...pinned, cpuGovernor: 'schedutil; reboot' }).apply, 'no governor'],
      [scriptsOf(elsewhere, { cpuKhz: 1, gpuHz: 1 }).apply, `the script is for a ${elsewhere}`],
      [scriptsOf(elsewhere, { cpuKhz: 1, gpuHz: 1 }).revert, `the script is for a ${elsewhere}`],
    ] as const;
    for (const [script, message] of wrong) {
      const { code, stderr } = await sh(script);
      expect([code, stderr]).toEqual([1, expect.stringMatching(new RegExp(`${message}.*nothing was changed`))]);
    }
    expect(await state()).toBe(before);
    expect(existsSync(saved())).toBe(false);
  });

  it('do not trust what they saved once it is altered, and forget it after a restart', async () => {
    expect(await sh(apply)).toMatchObject({ code: 0 });
    const good = readFileSync(saved(), 'utf8');
    for (const bad of [
      'set /etc/passwd x',
      'set /sys/devices/system/cpu/../../../../etc/passwd x',
      'set $(reboot) x',
    ]) {
      writeFileSync(saved(), `${good}${bad}\n`);
      expect(await sh(revert)).toMatchObject({
        code: 1,
        stderr: expect.stringContaining('not as this script') as string,
      });
    }
    writeFileSync(saved(), good);
    expect(await sh(revert)).toMatchObject({ code: 0 });
    writeFileSync(saved(), good.replace(/^boot .*/, 'boot another'));
    expect(await sh(revert)).toMatchObject({ code: 0, stdout: expect.stringContaining('has restarted') as string });
    expect(existsSync(saved())).toBe(false);
  });
});

test('no script has an expansion of a value that is not quoted', () => {
  const { apply, revert } = scriptsOf('jetson-nano', { cpuKhz: 102_000, cpuGovernor: "o'neil $(id)" });
  expect(apply).toContain(`CPU_GOVERNOR='o'\\''neil $(id)'\n`);
  for (const script of [apply, revert]) {
    for (const shell of SHELLS) {
      expect(spawnSync(shell, ['-n'], { input: script, encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
    }
  }
});
