import type { CampaignSearchView, CampaignView, OneSearchView } from '@joulefleet/contracts';
import { LightTwin } from '../../apps/twin/src';
import { expectedTrial } from '../../apps/twin/src/physics';
import { startLab, type Lab } from '../testkit/lab';
import { until } from '../testkit/until';

const INFERENCES = 640;
const SEARCH = JSON.stringify({
  ...{ name: 'keep adapting', workloads: ['alexnet'], inferences: INFERENCES, startTemperature: 'off' },
  factors: { gpuFrequency: 'all', cpuFrequency: '1479 MHz' },
  strategy: { name: 'search', method: 'online', startFrom: 'nothing' },
});
/** Trials before conditions change, and after. */
const BEFORE = 24;
const AFTER = 40;
/** The report is of so many of the last trials. */
const LAST = 20;
/** Another tenant takes the GPU: on clocks from the former best one batches take so many times longer. */
const BUSY = 1.6;
const LONG = { timeoutMs: 50_000 };

type Cell = OneSearchView['cells'][number];

/** Energy of a trial of a cell by the twin's physics, without noise. */
function energyOf({ levels }: Cell): number {
  const [cpu, gpu, batchSize] = [Number(levels['cpuKhz']), Number(levels['gpuHz']), Number(levels['batchSize'])];
  const limits = { cpuMinKhz: cpu, cpuMaxKhz: cpu, gpuMinHz: gpu, gpuMaxHz: gpu };
  return expectedTrial(
    { deviceClass: 'jetson-nano', workload: 'alexnet', graphMode: 'dynamic', batchSize },
    { deviceClass: 'jetson-nano', cpuGovernor: 'userspace', gpuGovernor: 'userspace', ...limits },
    INFERENCES,
  ).energyMj;
}

describe('an online search on a twin whose conditions change while it measures', () => {
  let lab: Lab;
  let twin: LightTwin;
  let busyFromHz = Infinity;

  beforeAll(async () => {
    lab = await startLab({ twins: [] });
    twin = new LightTwin({
      ...{ name: 'nano', deviceClass: 'jetson-nano', authorizedKeys: [lab.publicKey], timeScale: 2000, seed: 3 },
      injected: () => ({ durationOf: (_, gpuHz) => (gpuHz >= busyFromHz ? BUSY : 1), sensor: 1 }),
    });
    await twin.start();
    await lab.enroll(twin);
  }, 30_000);
  afterAll(async () => {
    await lab.stop();
    await twin.stop();
  });

  const accepted = async (id: string) =>
    ((await lab.call('GET', `/v1/campaigns/${id}`)).body as CampaignView).trials.accepted;
  const searchOf = async (id: string) =>
    ((await lab.call('GET', `/v1/campaigns/${id}/search`)).body as CampaignSearchView).searches[0]!;

  it('notices the change, moves to the new optimum, and reports its regret', async () => {
    const { id } = await lab.launch(SEARCH);
    await until(async () => (await accepted(id)) >= BEFORE, LONG);
    const before = await searchOf(id);
    expect(before).toMatchObject({ over: false, online: { changes: 0 } });
    const cells = before.cells.filter(({ isReference }) => !isReference);
    const best = cells.reduce((least, cell) => (energyOf(cell) < energyOf(least) ? cell : least));
    busyFromHz = Number(best.levels['gpuHz']);
    const costOf = (cell: Cell): number => energyOf(cell) * (Number(cell.levels['gpuHz']) >= busyFromHz ? BUSY : 1);
    const least = Math.min(...cells.map(costOf));
    const regretOf = (cell: Cell): number => 100 * (costOf(cell) / least - 1);

    const changedAt = before.steps.length;
    await until(async () => (await accepted(id)) >= changedAt + AFTER, LONG);
    await lab.call('POST', `/v1/campaigns/${id}/stop`);
    await until(async () => (await searchOf(id)).verdict.version !== null, LONG);
    const { verdict, steps, online, over } = await searchOf(id);
    const measured = steps.flatMap(({ cell, state }) =>
      state === 'accepted' ? cells.filter((each) => each.cell === cell) : [],
    );
    const regrets = measured.slice(-LAST).map((cell) => regretOf(cell));
    const regret = regrets.reduce((sum, each) => sum + each, 0) / LAST;
    expect(regretOf(best)).toBeGreaterThan(30);
    expect(regret).toBeLessThan(regretOf(best) / 3);
    expect(regretOf(cells.find(({ cell }) => cell === verdict.cell)!)).toBeLessThan(10);
    expect({ over, outcome: verdict.outcome }).toEqual({ over: true, outcome: 'stopped' });
    expect(online!.changes).toBeGreaterThan(0);
    expect(online!.trials).toBeLessThan(measured.length - BEFORE + 5);
    expect(Math.abs(online!.recentPct! - regret)).toBeLessThan(5);
  }, 110_000);
});
