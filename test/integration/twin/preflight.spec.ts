import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEVICE_CLASSES, frequencyTable, judgePreflight, verdictOf, type DeviceClass } from '@joulefleet/core';
import type { PreflightEvidence } from '@joulefleet/contracts';
import type { Bench } from './login';
import { exec } from './login';
import { shardOf, startAndFollow, withSession } from './session';
import { until } from '../../testkit/until';

function failed(evidence: PreflightEvidence, deviceClass: DeviceClass = 'jetson-nano'): string[] {
  const expected = { deviceClass, powerMode: evidence.facts.powerMode, clockOffsetMs: 0 };
  return judgePreflight(evidence, expected)
    .filter(({ passed }) => !passed)
    .map(({ check }) => check);
}

/** Control files as they stand. */
function knobs({ twin }: Bench): string[] {
  const paths = frequencyTable(twin.deviceClass).cpuPolicies.flatMap((cpus) =>
    ['governor', 'min_freq', 'max_freq'].map(
      (name) => `sys/devices/system/cpu/cpufreq/policy${cpus[0]}/scaling_${name}`,
    ),
  );
  return [...paths, 'var/lib/nvpmodel/status'].map((path) => readFileSync(join(twin.root, path), 'utf8').trim());
}

describe('a pre-flight over SSH', () => {
  it.each(DEVICE_CLASSES)('passes on a sound %s and leaves it as it was', async (deviceClass) => {
    await withSession({ deviceClass }, async (session, bench) => {
      const before = knobs(bench);
      const evidence = await session.preflight();
      expect(failed(evidence, deviceClass)).toEqual([]);
      const { cpuPolicies, totalRail, cores } = frequencyTable(deviceClass);
      expect(evidence.clocks.map(({ domain }) => domain)).toEqual([
        ...cpuPolicies.map(([first]) => `CPU policy ${first}`),
        'GPU',
      ]);
      expect(evidence.clocks.every(({ requested, readBack }) => requested === readBack)).toBe(true);
      expect(evidence.rails.map(({ powerMw }) => powerMw.length)).toEqual([10, 10, 10]);
      expect(evidence.rails.find(({ total }) => total)?.label).toBe(totalRail);
      expect(evidence.load).toEqual({ cpuFraction: 0, gpuFraction: 0, busiest: [] });
      expect(evidence.facts).toMatchObject({ cores, fan: expect.anything() as unknown, bootId: evidence.bootId });
      expect(evidence.facts.powerMode?.meaning?.cores).toBe(cores);
      expect(knobs(bench)).toEqual(before);
    });
  });

  it('finds a lost rail, clocks that stick, a hot board and foreign load', async () => {
    await withSession({ timeScale: 20 }, async (session, bench) => {
      bench.twin.loadCpu(0.5);
      const busy = await session.preflight();
      expect(busy.load.cpuFraction).toBeCloseTo(0.5, 1);
      expect(failed(busy)).toEqual(['no_foreign_load']);
      bench.twin.loadCpu(0);

      bench.twin.makeClocksStick();
      const stuck = await session.preflight();
      expect(failed(stuck)).toEqual(['clocks_settable']);
      expect(stuck.clocks[0]?.error).toMatch(/requested 825600 kHz/);
      bench.twin.makeClocksStick(false);

      bench.twin.setRoomTemperature(90);
      const hot = await session.preflight();
      const expected = { deviceClass: 'jetson-nano', powerMode: null, clockOffsetMs: 0 } as const;
      expect(verdictOf(judgePreflight(hot, expected))).toMatchObject({ kind: 'cooling' });
      bench.twin.setRoomTemperature(25);

      bench.twin.dropRail('POM_5V_IN');
      expect(failed(await session.preflight())).toContain('rails_readable');
    });
  });

  it('finds who else sets clocks on this twin', async () => {
    await withSession({}, async (session, bench) => {
      writeFileSync(join(bench.twin.home, 'jetson_clocks'), '#!/bin/sh\nread line\n', { mode: 0o755 });
      const other = await exec(bench.client, './jetson_clocks');
      await until(async () => (await session.preflight()).otherAgents.length > 0);
      const evidence = await session.preflight();
      expect(evidence.otherAgents[0]?.command).toContain('jetson_clocks');
      expect(failed(evidence)).toEqual(['no_other_agent']);
      other.end();
      await until(async () => (await session.preflight()).otherAgents.length === 0);
    });
  });

  it('is refused while a shard is executing', async () => {
    await withSession({ timeScale: 20 }, async (session) => {
      const followed = await startAndFollow(session, shardOf(1, 20_000));
      await until(() => followed.phases.includes('t1 measuring'));
      await expect(session.preflight()).rejects.toMatchObject({ code: 'executor_alive', transient: true });
      await session.cancel('shard-1', 1);
      await until(() => followed.reason !== null);
      expect((await session.preflight()).restored.verified).toBe(true);
    });
  });
});

describe('nvpmodel on a twin', () => {
  const LIMIT = 'sys/devices/system/cpu/cpufreq/policy0/scaling_max_freq';
  const limitOf = ({ twin }: Bench): number => Number(readFileSync(join(twin.root, LIMIT), 'utf8'));

  it('sets the mode and the limits that go with it', async () => {
    await withSession({}, async (session, bench) => {
      const nvpmodel = '$JOULEFLEET_ROOT/usr/sbin/nvpmodel';
      expect((await bench.run(`${nvpmodel} -q`)).stdout).toBe('NV Power Mode: MAXN\n0\n');
      expect(await bench.run(`${nvpmodel} -m 1`)).toMatchObject({ code: 0 });
      expect((await bench.run(`${nvpmodel} -q`)).stdout).toBe('NV Power Mode: 5W\n1\n');
      // 918 MHz is between two steps; the twin snaps as the kernel does.
      await until(() => limitOf(bench) === 825_600 || limitOf(bench) === 921_600);
      expect((await session.facts()).powerMode).toMatchObject({
        id: 1,
        meaning: { cores: 2, cpuMaxKhz: 918_000, gpuMaxHz: 640_000_000 },
      });
      await until(() => bench.twin.board.coresOn.join() === 'true,true,false,false');
      expect(await bench.run(`${nvpmodel} -m 0`)).toMatchObject({ code: 0 });
      await until(() => !bench.twin.board.coresOn.includes(false));
      expect(await bench.run(`${nvpmodel} -m 9`)).toMatchObject({ code: 1 });
    });
  });

  it('asks for a reboot where other parts of the GPU are gated, and changes nothing', async () => {
    await withSession({ deviceClass: 'jetson-orin-nx' }, async (_, bench) => {
      const nvpmodel = '$JOULEFLEET_ROOT/usr/sbin/nvpmodel';
      expect((await bench.run(`echo no | ${nvpmodel} -m 2`)).stdout).toMatch(/REBOOT NOW/);
      expect((await bench.run(`${nvpmodel} -q`)).stdout).toBe('NV Power Mode: MAXN\n0\n');
      expect(await bench.run(`${nvpmodel} -m 3`)).toMatchObject({ code: 0 });
      expect((await bench.run(`${nvpmodel} -q`)).stdout).toBe('NV Power Mode: 25W\n3\n');
    });
  });

  it('is asked for the mode that was, when somebody changed it under a shard', async () => {
    await withSession({ timeScale: 50 }, async (session, bench) => {
      const before = knobs(bench);
      const followed = await startAndFollow(session, shardOf(2, 2_000));
      await until(() => followed.phases.includes('t2 measuring'));
      expect(await bench.run('$JOULEFLEET_ROOT/usr/sbin/nvpmodel -m 1')).toMatchObject({ code: 0 });
      await session.cancel('shard-1', 1);
      await until(() => followed.reason !== null);
      await until(async () => (await session.status()).executor === null);
      expect(await session.status()).toMatchObject({ spools: [{ shardId: 'shard-1' }] });
      expect(knobs(bench)).toEqual(before);
    });
  });
});
