import type {
  CampaignSearchView,
  CampaignView,
  DeviceView,
  OneSearchView,
  PlanView,
  Problem,
} from '@joulefleet/contracts';
import { startLab, type Lab } from '../testkit/lab';
import { queryOnce } from '../testkit/service-client';
import { until } from '../testkit/until';

const SEARCH = `
name: find it
workloads: [WORK]
devices: { classes: [jetson-nano] }
factors: { gpuFrequency: all, cpuFrequency: [710.4 MHz, 1479 MHz] }
strategy: { name: search, maxTrials: TRIALS, checkCells: 1, confirmTrials: 2, startFrom: nothing }
repetitions: 10
inferences: 640
startTemperature: off
`;

const LONG = { timeoutMs: 90_000 };

describe('a guided search on two twins', () => {
  let lab: Lab;

  beforeAll(async () => {
    lab = await startLab({ twins: ['jetson-nano', 'jetson-nano'], timeScale: 300, seed: 7 });
    for (const twin of lab.twins) await lab.enroll(twin);
  }, 60_000);
  afterAll(() => lab.stop());

  const fileOf = (trials: number, work = 'alexnet'): string =>
    SEARCH.replace('TRIALS', String(trials)).replace('WORK', work);
  const searchOf = async (id: string): Promise<OneSearchView> =>
    ((await lab.call('GET', `/v1/campaigns/${id}/search`)).body as CampaignSearchView).searches[0]!;
  const campaign = async (id: string) => (await lab.call('GET', `/v1/campaigns/${id}`)).body as CampaignView;
  const ended = (id: string) => until(async () => (await campaign(id)).state === 'completed', LONG);
  const proposed = (id: string) =>
    queryOnce<{ key: string; device: string; purpose: string; state: string }>(
      lab.databaseUrl,
      `SELECT c.cell_key AS key, d.name AS device, t.purpose, t.state FROM trial t JOIN cell c ON c.id = t.cell_id
       JOIN device d ON d.id = t.device_id WHERE t.campaign_id = '${id}' ORDER BY t.position`,
    );

  it('says in the plan what it may take, then shares its trials out and ends with a verdict', async () => {
    const { body } = await lab.call('POST', '/v1/campaigns', { source: fileOf(14), dryRun: true });
    const { plan } = body as { plan: PlanView };
    expect(plan.search).toMatchObject({ searches: 1, cells: 25, sweepTrials: 250 });
    expect(plan.trials).toBe(plan.search!.trials);
    const { id } = await lab.launch(fileOf(14));
    await ended(id);
    const search = await searchOf(id);
    expect(search).toMatchObject({ deviceClass: 'jetson-nano', workload: 'alexnet', phase: 'done', over: true });
    expect(search.verdict.cell).not.toBeNull();
    expect(search.cells.filter(({ isReference }) => isReference)).toHaveLength(1);
    expect(new Set(search.steps.map(({ device }) => device))).toEqual(new Set(['nano', 'nano-1']));
    expect(search.steps.every(({ state, deviceS }) => state === 'accepted' && deviceS! > 0)).toBe(true);
    expect(search.steps.length).toBeLessThanOrEqual(plan.search!.trials!);
    expect(search.course.at(-1)!.trials).toBe(search.trials.made);
    expect(search.earlier).toBeNull();
  }, 120_000);

  it('starts from what the campaign before measured, and goes on after a restart of the controller as if there had been none', async () => {
    const warm = fileOf(16).replace('startFrom: nothing', 'startFrom: earlier');
    const { id } = await lab.launch(warm);
    const { earlier, cells, steps } = await searchOf(id);
    expect(earlier).toMatchObject({ devices: ['nano', 'nano-1'], starts: [] });
    expect(earlier!.campaigns).toHaveLength(1);
    expect(earlier!.cells).toBeGreaterThan(3);
    expect(cells).toHaveLength(25);
    expect(steps.length).toBeLessThan(10);
    await until(async () => (await campaign(id)).trials.accepted >= 4, LONG);
    const before = await proposed(id);
    await lab.restartController();
    await ended(id);
    const after = await proposed(id);
    expect(after.slice(0, before.length).map(({ key }) => key)).toEqual(before.map(({ key }) => key));
    expect(await searchOf(id)).toMatchObject({ phase: 'done', earlier });
  }, 120_000);

  it('begins with a new workload at the best cells of another', async () => {
    const file = fileOf(4, 'resnet18').replace('startFrom: nothing', 'startFrom: earlier');
    const { body } = await lab.call('POST', '/v1/campaigns', { source: file, dryRun: true });
    const { plan } = body as { plan: PlanView };
    expect(plan.search!.earlierCampaigns.length).toBeGreaterThan(1);
    const { id } = await lab.launch(file);
    const { earlier } = await searchOf(id);
    expect(earlier).toMatchObject({ cells: 0, devices: [] });
    expect(earlier!.starts).toHaveLength(1);
    const start = async () => (await searchOf(id)).steps.find(({ cell }) => cell === earlier!.starts[0]);
    await until(async () => (await start()) !== undefined, LONG);
    expect(await start()).toMatchObject({ purpose: 'start' });
    await lab.call('POST', `/v1/campaigns/${id}/cancel`);
  }, 120_000);

  it('ends with a verdict when every trial fails', async () => {
    const failing = fileOf(6, '{ name: broken, command: [/bin/false] }');
    const { id } = await lab.launch(failing);
    await ended(id);
    const { verdict, steps } = await searchOf(id);
    expect(verdict).toMatchObject({ outcome: 'nothing measured', cell: null });
    expect(steps.every(({ state }) => state === 'failed')).toBe(true);
  }, 120_000);

  it('ends with a verdict when its budget is smaller than one trial', async () => {
    const { id } = await lab.launch(fileOf(1).replace('maxTrials: 1', 'maxDeviceMinutes: 0.001'));
    await ended(id);
    expect((await searchOf(id)).verdict.outcome).toMatch(/budget|nothing measured/);
  }, 120_000);

  it('proposes nothing while it is paused, and goes on where it was', async () => {
    const { id } = await lab.launch(fileOf(12));
    await until(async () => (await campaign(id)).trials.accepted >= 2, LONG);
    await lab.call('POST', `/v1/campaigns/${id}/pause`);
    await until(async () => (await campaign(id)).trials.assigned === 0, LONG);
    const paused = await proposed(id);
    // Both devices have the time for a whole campaign meanwhile.
    const sweep = await lab.launch(
      'name: meanwhile\nworkloads: [alexnet]\ndevices: { classes: [jetson-nano] }\nrepetitions: 2\n',
    );
    await ended(sweep.id);
    expect(await proposed(id)).toEqual(paused);
    await lab.call('POST', `/v1/campaigns/${id}/resume`);
    await ended(id);
    const after = await proposed(id);
    expect(after.length).toBeGreaterThan(paused.length);
    expect(after.slice(0, paused.length).map(({ key }) => key)).toEqual(paused.map(({ key }) => key));
    expect((await searchOf(id)).phase).toBe('done');
  }, 120_000);

  it('goes on with the other device when one is gone, and takes back what that one had not begun', async () => {
    const { id } = await lab.launch(fileOf(16));
    await until(async () => (await campaign(id)).trials.accepted >= 2, LONG);
    await lab.call('POST', '/v1/devices/nano-1/quarantine', {
      reason: 'somebody needs it',
      immediately: true,
    });
    await ended(id);
    const search = await searchOf(id);
    expect(search.phase).toBe('done');
    expect(search.steps.every(({ state }) => state !== 'open')).toBe(true);
    expect((await lab.call('GET', '/v1/devices/nano-1')).body as DeviceView).toMatchObject({
      availability: 'quarantined',
    });
  }, 120_000);

  it('goes on without a device that is retired, ends with what it found without any, and is filled when one is back', async () => {
    const isBack = async (name: string): Promise<boolean> => {
      const { body } = await lab.call('POST', `/v1/devices/${name}/check`);
      return ['ready', 'cooling'].includes((body as DeviceView).availability);
    };
    const retire = (name: string) =>
      lab.call('POST', `/v1/devices/${name}/retire`, { reason: 'sold', immediately: true });
    await until(() => isBack('nano-1'), LONG);
    const { id } = await lab.launch(fileOf(12));
    await until(async () => (await campaign(id)).trials.accepted >= 2, LONG);
    await retire('nano-1');
    const later = (await proposed(id)).length;
    await until(async () => (await proposed(id)).length >= later + 2, LONG);
    expect((await proposed(id)).slice(later).every(({ device }) => device === 'nano')).toBe(true);
    await retire('nano');
    await until(async () => (await campaign(id)).state === 'failed', LONG);
    const { over, verdict, steps } = await searchOf(id);
    expect({ over, outcome: verdict.outcome }).toEqual({ over: true, outcome: 'stopped' });
    expect(verdict.reason).toMatch(/^No device is left\. Stopped before its end\./);
    const refused = await lab.call('POST', `/v1/campaigns/${id}/fill`);
    expect(refused.body as Problem).toMatchObject({ code: 'campaign_no_device', status: 409 });
    await until(() => isBack('nano'), LONG);
    await lab.call('POST', `/v1/campaigns/${id}/fill`);
    await ended(id);
    const filled = await searchOf(id);
    expect(filled.phase).toBe('done');
    expect(filled.steps.length).toBeGreaterThan(steps.length);
  }, 120_000);

  it('refuses to be extended, and other campaigns are no searches', async () => {
    const { id } = await lab.launch(fileOf(1));
    const { body } = await lab.call('POST', `/v1/campaigns/${id}/extend`, { repetitions: 1 });
    expect(body as Problem).toMatchObject({ code: 'campaign_searches', status: 409 });
    await lab.call('POST', `/v1/campaigns/${id}/cancel`);
    const sweep = await lab.launch('name: sweep\nworkloads: [alexnet]\ndevices: { names: [nano] }\nrepetitions: 1\n');
    const answer = await lab.call('GET', `/v1/campaigns/${sweep.id}/search`);
    expect(answer.body as Problem).toMatchObject({ code: 'campaign_no_search', status: 409 });
  }, 60_000);
});
