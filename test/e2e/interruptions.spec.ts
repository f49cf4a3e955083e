import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DeviceView, ProgressView } from '@joulefleet/contracts';
import type { Twin } from '../../apps/twin/src';
import { killExecutors } from '../testkit/kill-executors';
import { startLab, type Lab } from '../testkit/lab';
import { until } from '../testkit/until';
import { queryOnce } from '../testkit/service-client';

const SWEEP = `
name: a bad night
workloads: [alexnet]
factors:
  perClass:
    jetson-xavier-nx: { gpuFrequency: [510 MHz, 803.25 MHz], cpuFrequency: [1190.4 MHz, 1907.2 MHz] }
    jetson-orin-nx: { gpuFrequency: [408 MHz, 714 MHz], cpuFrequency: [1190.4 MHz, 1984 MHz] }
repetitions: 8
inferences: 3200
shardTrials: 6
`;
const KNOBS = ['cpu', 'gpu'] as const;

describe('a campaign that everything happens to', () => {
  let lab: Lab;
  let knobsBefore: Record<string, string>[];

  beforeAll(async () => {
    lab = await startLab({ twins: ['jetson-xavier-nx', 'jetson-orin-nx'], timeScale: 60, seed: 3 });
    for (const twin of lab.twins) await lab.enroll(twin);
    knobsBefore = lab.twins.map(knobsOf);
  });
  afterAll(() => lab.stop());

  it('loses nothing, measures nothing twice, and leaves no clock changed', async () => {
    const { id } = await lab.launch(SWEEP);
    const happenings: (() => Promise<unknown> | void)[] = [
      () => lab.twins.forEach((twin) => twin.cutConnections()),
      () => lab.loseRedis(),
      () => killExecutors(lab.twins[0]!),
      () => lab.restartController(),
      () => lab.twins[1]!.reboot(),
    ];
    for (const happening of happenings) {
      await untilMoreIsDone(lab, id);
      await happening();
    }
    const { campaign } = await lab.completed(id, 150);
    expect(campaign.trials).toMatchObject({ total: 80, accepted: 80, failed: 0, skipped: 0 });

    const [doubled] = await queryOnce<{ n: number }>(
      lab.databaseUrl,
      `SELECT count(*)::int AS n FROM (SELECT trial_id FROM measurement WHERE verdict = 'accepted'
       GROUP BY trial_id HAVING count(*) > 1) d`,
    );
    expect(doubled).toEqual({ n: 0 });
    expect(await untilAtRest(lab)).toEqual(['ready', 'ready']);
    expect(lab.twins.map(knobsOf)).toEqual(knobsBefore);
  }, 200_000);
});

/** A campaign is completed with its last trial; the shard ends a moment later, and a device that had faults is checked. */
async function untilAtRest(lab: Lab): Promise<string[]> {
  let availabilities: DeviceView['availability'][] = [];
  await until(async () => {
    const { devices } = (await lab.call('GET', '/v1/devices')).body as { devices: DeviceView[] };
    availabilities = devices.map(({ availability }) => availability);
    return availabilities.every((each) => each === 'ready' || each === 'quarantined');
  });
  return availabilities;
}

async function untilMoreIsDone(lab: Lab, id: string): Promise<void> {
  const done = async (): Promise<number> =>
    ((await lab.call('GET', `/v1/campaigns/${id}/progress`)).body as ProgressView).done;
  const before = await done();
  await until(async () => (await done()) >= before + 4, { timeoutMs: 100_000 });
}

/** Limits and governors of every clock of a twin. */
function knobsOf(twin: Twin): Record<string, string> {
  const folders = {
    cpu: join(twin.root, 'sys/devices/system/cpu/cpufreq'),
    gpu: join(twin.root, 'sys/class/devfreq'),
  };
  const knobs: Record<string, string> = {};
  for (const kind of KNOBS) {
    for (const domain of readdirSync(folders[kind])) {
      for (const file of readdirSync(join(folders[kind], domain)).filter((name) => isKnob(name))) {
        knobs[`${domain}/${file}`] = readFileSync(join(folders[kind], domain, file), 'utf8').trim();
      }
    }
  }
  return knobs;
}

function isKnob(file: string): boolean {
  return /^(scaling_(governor|min_freq|max_freq)|governor|min_freq|max_freq)$/.test(file);
}
