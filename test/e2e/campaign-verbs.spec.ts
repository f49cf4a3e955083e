import type { CampaignView, Problem } from '@joulefleet/contracts';
import { startLab, type Lab } from '../testkit/lab';
import { queryOnce } from '../testkit/service-client';
import { until } from '../testkit/until';

const file = (gpu: string, more = '') => `
name: verbs
workloads: [alexnet]
baseline: none
factors: { gpuFrequency: ${gpu}, cpuFrequency: 1479 MHz }
repetitions: 2
inferences: 320
shardTrials: 2
${more}`;

describe('verbs on a campaign with a device', () => {
  let lab: Lab;

  beforeAll(async () => {
    lab = await startLab({ twins: ['jetson-nano'] });
    await lab.enroll(lab.twins[0]!);
  });
  afterAll(() => lab.stop());

  const post = async (path: string, body?: object) => {
    const answer = await lab.call('POST', path, body);
    return { status: answer.status, body: answer.body as CampaignView & Problem };
  };
  const attempts = (id: string) =>
    queryOnce<{ hz: string; accepted: number; attempts: number }>(
      lab.databaseUrl,
      `SELECT c.levels->>'gpuHz' AS hz, count(DISTINCT t.id) FILTER (WHERE t.state = 'accepted')::int AS accepted,
         count(m)::int AS attempts
       FROM cell c JOIN trial t ON t.cell_id = c.id LEFT JOIN measurement m ON m.trial_id = t.id AND m.verdict = 'accepted'
       WHERE c.campaign_id = '${id}' GROUP BY 1 ORDER BY 1`,
    );

  it('extends a completed campaign by the levels of an edited file, and repeats nothing', async () => {
    const { id } = await lab.launch(file('[460.8 MHz]'));
    await lab.completed(id, 60);
    const other = await post(`/v1/campaigns/${id}/extend`, { source: file('[460.8 MHz, 614.4 MHz]', 'seed: 3') });
    expect([other.status, other.body.code]).toEqual([422, 'protocol_differs']);
    const bad = await post(`/v1/campaigns/${id}/extend`, { source: file('[1 Mhz]') });
    expect([bad.status, bad.body.code]).toEqual([422, 'bad_campaign']);
    const more = { source: file('[460.8 MHz, 614.4 MHz]') };
    expect((await post(`/v1/campaigns/${id}/extend`, more)).body).toMatchObject({
      state: 'running',
      trials: { total: 4, accepted: 2, pending: 2 },
    });
    // The same file once more adds nothing.
    expect((await post(`/v1/campaigns/${id}/extend`, more)).body).toMatchObject({ trials: { total: 4 } });
    await lab.completed(id, 60);
    expect(await attempts(id)).toEqual([
      { hz: '460800000', accepted: 2, attempts: 2 },
      { hz: '614400000', accepted: 2, attempts: 2 },
    ]);
    const { body } = await lab.call('GET', `/v1/campaigns/${id}/file`);
    expect(body).toEqual({ id, name: 'verbs', source: more.source });
  }, 90_000);

  it('stops early at the end of a trial, and fills what is missing', async () => {
    const { id } = await lab.launch(file('[307.2 MHz, 384 MHz, 460.8 MHz, 537.6 MHz]', 'order: sequential'));
    const show = async () => (await lab.call('GET', `/v1/campaigns/${id}`)).body as CampaignView;
    await until(async () => (await show()).trials.accepted > 0);
    expect((await post(`/v1/campaigns/${id}/stop`)).body).toMatchObject({ state: 'stopped', stoppedBy: 'admin' });
    await until(async () => (await show()).phase === 'stopped');
    const stopped = await show();
    expect(stopped.trials.pending + stopped.trials.assigned + stopped.trials.failed).toBe(0);
    expect(stopped.trials.skipped).toBeGreaterThan(0);
    expect(stopped.trials.accepted + stopped.trials.skipped).toBe(8);
    expect((await post(`/v1/campaigns/${id}/fill`)).body).toMatchObject({ state: 'running', trials: { skipped: 0 } });
    const { campaign } = await lab.completed(id, 60);
    expect(campaign.trials).toMatchObject({ total: 8, accepted: 8, skipped: 0, failed: 0 });
    // What was accepted before the stop was not measured again.
    expect((await attempts(id)).every((cell) => cell.attempts === 2)).toBe(true);
    const { body } = await post(`/v1/campaigns/${id}/fill`);
    expect(body).toMatchObject({ state: 'completed', trials: { accepted: 8 } });
  }, 90_000);
});
