import type { CampaignView, DeviceView, LaunchResult, Problem, ProgressView } from '@joulefleet/contracts';
import { readKnobs } from '../../bench/hygiene/knobs';
import { startLab, type Call, type Lab } from '../testkit/lab';
import { queryOnce } from '../testkit/service-client';
import { until } from '../testkit/until';

const SWEEP = `
name: NAME
workloads: [alexnet]
devices: { names: [DEVICE] }
factors: { gpuFrequency: CLOCKS, cpuFrequency: [1190.4 MHz] }
baseline: dvfs
repetitions: 6
inferences: INFERENCES
shardTrials: 20
`;
const XAVIER = { DEVICE: 'xavier-nx', CLOCKS: '[510 MHz, 803.25 MHz]' };
const ORIN = { DEVICE: 'orin-nx', CLOCKS: '[408 MHz, 714 MHz]' };
/** Inferences of a trial that takes some ten seconds here. */
const LONG = 100_000;
/** A restore takes part of a second; a busy machine gets more. */
const SECONDS = 15;

const WAIT = { timeoutMs: 60_000 };

describe('campaigns that are stopped', () => {
  let lab: Lab;
  let ada: Call;
  let bo: Call;
  let knobsBefore: ReadonlyMap<string, string>[];

  beforeAll(async () => {
    lab = await startLab({ twins: ['jetson-xavier-nx', 'jetson-orin-nx'], timeScale: 40, seed: 11 });
    for (const twin of lab.twins) await lab.enroll(twin);
    knobsBefore = lab.twins.map(({ root }) => readKnobs(root));
    ada = await lab.as('ada', 'researcher');
    bo = await lab.as('bo', 'researcher');
  }, 60_000);
  afterAll(() => lab.stop());

  const launch = async (who: Call, name: string, on: typeof XAVIER, inferences = 3200): Promise<string> => {
    const words = { NAME: name, ...on, INFERENCES: String(inferences) };
    const source = SWEEP.replace(/NAME|DEVICE|CLOCKS|INFERENCES/g, (word) => words[word as keyof typeof words]);
    const { body, status } = await who('POST', '/v1/campaigns', { source });
    if (status !== 200) throw new Error(JSON.stringify(body));
    return (body as LaunchResult).campaign!.id;
  };
  const act = async (who: Call, id: string, action: 'pause' | 'resume' | 'cancel') =>
    (await who('POST', `/v1/campaigns/${id}/${action}`)).body as CampaignView & Problem;
  const campaign = async (id: string) => (await lab.call('GET', `/v1/campaigns/${id}`)).body as CampaignView;
  const progress = async (id: string) => (await lab.call('GET', `/v1/campaigns/${id}/progress`)).body as ProgressView;
  const device = async (name: string) => (await lab.call('GET', `/v1/devices/${name}`)).body as DeviceView;
  const measuring = (id: string, done = 0) =>
    until(async () => {
      const told = await progress(id);
      return told.done >= done && told.devices.some(({ now }) => now?.phase === 'measuring');
    }, WAIT);
  const over = (id: string, timeoutS = SECONDS) =>
    until(async () => (await campaign(id)).finishedAt !== null, { timeoutMs: timeoutS * 1000 });
  const outcomes = (id: string) =>
    queryOnce<{ reason: string | null; verified: boolean | null; state: string }>(
      lab.databaseUrl,
      `SELECT outcome->>'reason' AS reason, (outcome->'restored'->>'verified')::boolean AS verified, state
       FROM shard WHERE campaign_id = '${id}' ORDER BY id`,
    );

  it('cancelled in mid-trial: the device is as before within seconds, and another campaign goes on there', async () => {
    const adas = await launch(ada, 'to be cancelled', XAVIER);
    await measuring(adas, 1);
    const bos = await launch(bo, 'the next', XAVIER);
    expect(readKnobs(lab.twins[0]!.root)).not.toEqual(knobsBefore[0]);
    expect(await act(bo, adas, 'cancel')).toMatchObject({ code: 'campaign_unknown', status: 404 });
    await act(bo, bos, 'pause');

    expect(await act(ada, adas, 'cancel')).toMatchObject({ state: 'cancelled', cancelledBy: 'ada', finishedAt: null });
    await over(adas);
    expect(readKnobs(lab.twins[0]!.root)).toEqual(knobsBefore[0]);
    expect(await device('xavier-nx')).toMatchObject({ availability: 'ready', health: 'good', reason: null });
    expect(await outcomes(adas)).toEqual([{ reason: 'cancelled', verified: true, state: 'settled' }]);
    const { trials } = await campaign(adas);
    expect(trials.accepted).toBeGreaterThan(0);
    expect(trials).toMatchObject({ skipped: trials.total - trials.accepted, pending: 0, assigned: 0, failed: 0 });

    await act(bo, bos, 'resume');
    await measuring(bos, 1);
    expect(await act(ada, adas, 'cancel')).toMatchObject({ state: 'cancelled' });
    expect(await act(ada, adas, 'resume')).toMatchObject({ code: 'campaign_ended', status: 409 });
    await act(bo, bos, 'cancel');
    await over(bos);
  }, 120_000);

  it('paused: the trial in hand counts, the device is free meanwhile, and resuming doubles nothing', async () => {
    const id = await launch(ada, 'to be paused', ORIN);
    await measuring(id, 1);
    const before = (await campaign(id)).trials.accepted;
    expect(await act(ada, id, 'pause')).toMatchObject({ state: 'paused' });
    await until(async () => (await progress(id)).devices.every(({ ending }) => !ending), WAIT);
    const paused = await campaign(id);
    expect(paused).toMatchObject({ state: 'paused', finishedAt: null, trials: { assigned: 0, skipped: 0 } });
    expect(paused.trials.accepted).toBeGreaterThan(before);
    expect(paused.trials.pending).toBe(paused.trials.total - paused.trials.accepted);
    expect(paused.trials.pending).toBeGreaterThan(0);
    expect(await outcomes(id)).toEqual([{ reason: 'paused', verified: true, state: 'settled' }]);
    expect(readKnobs(lab.twins[1]!.root)).toEqual(knobsBefore[1]);

    const other = await launch(bo, 'meanwhile', ORIN);
    await measuring(other);
    expect((await campaign(id)).trials.accepted).toBe(paused.trials.accepted);
    await act(bo, other, 'cancel');
    await over(other);

    await act(ada, id, 'resume');
    await lab.completed(id, 120);
    expect((await campaign(id)).trials).toMatchObject({ accepted: paused.trials.total, skipped: 0, failed: 0 });
    const measured = await queryOnce<{ n: number }>(
      lab.databaseUrl,
      `SELECT count(*)::int AS n FROM measurement m JOIN trial t ON t.id = m.trial_id
       WHERE t.campaign_id = '${id}' AND m.verdict = 'accepted'`,
    );
    expect(measured).toEqual([{ n: paused.trials.total }]);
    const interrupted = await queryOnce(
      lab.databaseUrl,
      `SELECT 1 FROM measurement m JOIN trial t ON t.id = m.trial_id
       WHERE t.campaign_id = '${id}' AND m.outcome <> 'measured'`,
    );
    expect(interrupted).toEqual([]);
  }, 240_000);

  it('cancelled while it is paused in mid-trial: the trial does not go on to its end', async () => {
    const id = await launch(ada, 'paused, then cancelled', XAVIER, LONG);
    await measuring(id);
    await act(ada, id, 'pause');
    await act(ada, id, 'cancel');
    await over(id);
    const [shard] = await outcomes(id);
    expect(shard).toMatchObject({ verified: true, state: 'settled' });
    expect((await campaign(id)).trials).toMatchObject({ skipped: 18, accepted: 0 });
    expect(readKnobs(lab.twins[0]!.root)).toEqual(knobsBefore[0]);
  }, 60_000);

  it('cancelled while the device is away: it is restored, and the campaign over, when it is back', async () => {
    const id = await launch(ada, 'away', XAVIER, LONG);
    await measuring(id);
    await lab.twins[0]!.stop();
    await until(async () => (await device('xavier-nx')).availability === 'offline', WAIT);
    expect(await act(ada, id, 'cancel')).toMatchObject({ state: 'cancelled', finishedAt: null });
    expect(await progress(id)).toMatchObject({ devices: [{ ending: true, availability: 'offline' }] });

    await lab.restartTwin(0);
    await over(id, 90);
    await until(async () => (await device('xavier-nx')).availability === 'ready', WAIT);
    expect(readKnobs(lab.twins[0]!.root)).toEqual(knobsBefore[0]);
    expect(await outcomes(id)).toEqual([{ reason: expect.any(String) as string, verified: true, state: 'settled' }]);
  }, 240_000);

  it('shared: the other may stop it too, until it is taken back', async () => {
    const id = await launch(ada, 'shared', ORIN);
    const share = (who: Call, names: string[]) => who('PUT', `/v1/campaigns/${id}/shares`, { sharedWith: names });
    expect((await bo('GET', `/v1/campaigns/${id}`)).status).toBe(404);
    expect((await share(ada, ['bo'])).body).toMatchObject({ owner: 'ada', sharedWith: ['bo'] });
    expect(await act(bo, id, 'pause')).toMatchObject({ state: 'paused' });
    expect((await share(bo, ['bo', 'everyone'])).status).toBe(403);
    expect((await share(ada, [])).status).toBe(200);
    expect((await bo('GET', `/v1/campaigns/${id}`)).status).toBe(404);
    expect((await bo('GET', `/v1/campaigns/${id}/report`)).status).toBe(404);

    await share(ada, ['everyone']);
    const vi = await lab.as('vi', 'viewer');
    expect((await vi('GET', `/v1/campaigns/${id}/progress`)).status).toBe(200);
    expect((await vi('POST', `/v1/campaigns/${id}/cancel`)).status).toBe(403);
    await act(ada, id, 'cancel');
    await over(id);
  }, 60_000);
});
