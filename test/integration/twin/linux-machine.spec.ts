import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { BudgetView, LaunchResult } from '@joulefleet/contracts';
import { RecordedTwin } from '../../../apps/twin/src';
import { startLab, type Lab } from '../../testkit/lab';
import { queryOnce } from '../../testkit/service-client';
import { until } from '../../testkit/until';
import { recordShard, writeMachine } from './linux-machine';

/** A server with a GPU whose clocks nobody may set: its facts are written by hand, its trials are records of an agent. */
describe('a machine that is no Jetson', () => {
  let lab: Lab;
  let folder: string;
  let machine: RecordedTwin | undefined;

  beforeAll(async () => {
    lab = await startLab({ twins: [] });
    folder = join(lab.folder, 'machine');
    writeMachine(folder);
    machine = new RecordedTwin({ name: 'server', dir: folder, authorizedKeys: [lab.publicKey], missing: 'wait' });
    await machine.start();
  });
  afterAll(async () => {
    await lab.stop();
    await machine?.stop();
  });

  const source = JSON.stringify({
    ...{ name: 'gpu', workloads: ['alexnet'], inferences: 1664, repetitions: 2, baseline: 'stock' },
    factors: { batchSize: [8], gpuFrequency: ['921.6 MHz'], cpuFrequency: 'all' },
  });

  it('is enrolled as what measures its power says', async () => {
    expect(await lab.enroll(machine!)).toMatchObject({
      ...{ deviceClass: 'linux-nvidia', simulated: false, availability: 'ready' },
    });
  });

  it('is planned with the clocks that it has, and the plan says so', async () => {
    const { body } = await lab.call('POST', '/v1/campaigns', { source, dryRun: true });
    const [device] = (body as LaunchResult).plan.devices;
    expect(device).toMatchObject({ device: 'server', cells: 1 });
    expect(device!.notes.join('\n')).toMatch(/gpuFrequency left out: no clock of the GPU can be set/);
    expect(device!.notes.join('\n')).toMatch(/cpuFrequency left out: no clock of the CPU can be set/);
  });

  it('is measured, and held against its own energy counter', async () => {
    const { id } = await lab.launch(source);
    const wanted = (): string[] => (existsSync(join(folder, 'wanted')) ? readdirSync(join(folder, 'wanted')) : []);
    await until(() => wanted().length === 1, { timeoutMs: 60_000 });
    const shard = recordShard(folder, wanted()[0]!);
    expect(shard.trials.map(({ point }) => [point['cpuKhz'], point['gpuHz']])).toEqual([
      ['stock', 'stock'],
      ['stock', 'stock'],
    ]);
    const { campaign, conditions } = await lab.completed(id, 60);
    expect(campaign.trials).toMatchObject({ total: 2, accepted: 2 });
    expect(conditions).toMatchObject([{ model: 'QEMU Standard PC NVIDIA H100 80GB HBM3', clocksSet: false }]);
    const [trial] = await queryOnce<{ trialId: string; differencePct: number; readings: number }>(
      lab.databaseUrl,
      `SELECT trial_id AS "trialId", counter_difference_pct AS "differencePct", (quality->>'readings')::int AS readings
       FROM measurement`,
    );
    expect(trial!.differencePct).toBeCloseTo(0.5, 1);
    expect(trial!.readings).toBeLessThan(165);
    const budget = await lab.call('GET', `/v1/campaigns/${id}/budget?trial=${trial!.trialId}`);
    const { parts, counterDifferencePct } = budget.body as BudgetView;
    expect(counterDifferencePct).toBeCloseTo(0.5, 1);
    const offset = parts.find(({ part }) => part === 'sensorOffset')!;
    expect(offset.standardMj).toBeCloseTo((16 * 5000.5) / Math.sqrt(3), 0);
  }, 120_000);
});
