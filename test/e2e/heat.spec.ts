import { startLab, type Lab } from '../testkit/lab';
import { queryOnce } from '../testkit/service-client';
import { until } from '../testkit/until';

/** The cap of a throttled GPU is this clock: only the heat is found. */
const sweep = (name: string, repetitions: number): string =>
  [
    `name: ${name}`,
    'workloads: [alexnet]',
    'baseline: none',
    'factors: { gpuFrequency: [460.8 MHz], cpuFrequency: [1479 MHz], batchSize: 8 }',
    `repetitions: ${repetitions}`,
    'inferences: 160',
    'sampling: { mode: fixed, period: 50 ms }',
    '',
  ].join('\n');

interface Found {
  verdict: string;
  check: string;
  message: string;
}

describe('heat', () => {
  let lab: Lab;

  beforeAll(async () => {
    lab = await startLab({ twins: ['jetson-nano'] });
    await lab.enroll(lab.twins[0]!);
  });
  afterAll(() => lab.stop());

  const accepted = async (id: string): Promise<number> => {
    const [row] = await queryOnce<{ count: number }>(
      lab.databaseUrl,
      `SELECT count(*)::int FROM trial WHERE campaign_id = '${id}' AND state = 'accepted'`,
    );
    return row!.count;
  };
  const found = (id: string, check: string): Promise<Found[]> =>
    queryOnce<Found>(
      lab.databaseUrl,
      `SELECT m.verdict, f->>'check' AS "check", f->>'message' AS message
       FROM measurement m JOIN trial t ON t.id = m.trial_id, jsonb_array_elements(m.findings) f
       WHERE t.campaign_id = '${id}' AND f->>'check' = '${check}'`,
    );

  it('flags trials that start far outside the temperatures of the shards before', async () => {
    const { id } = await lab.launch(`${sweep('warm room', 36)}shardTrials: 12\n`);
    await until(async () => (await accepted(id)) >= 13, { timeoutMs: 60_000 });
    lab.twins[0]!.setRoomTemperature(34);
    const { campaign } = await lab.completed(id, 60);
    lab.twins[0]!.setRoomTemperature(25);
    expect(campaign.trials).toMatchObject({ accepted: 36 });
    const flagged = await found(id, 'temperature_in_window');
    expect(flagged.length).toBeGreaterThan(0);
    for (const { verdict, message } of flagged) {
      expect(verdict).toBe('accepted');
      expect(message).toMatch(/^started at \d+\.\d C, more than 2 C outside the usual \d+\.\d to \d+\.\d C$/);
    }
  }, 150_000);

  it('rejects trials in which the board slowed itself down', async () => {
    const { id } = await lab.launch(`${sweep('hot room', 40)}shardTrials: 40\n`);
    await until(async () => (await accepted(id)) >= 1, { timeoutMs: 60_000 });
    lab.twins[0]!.setRoomTemperature(120);
    await until(async () => (await found(id, 'not_throttled')).length > 0, { timeoutMs: 60_000 });
    lab.twins[0]!.setRoomTemperature(25);
    await lab.call('POST', `/v1/campaigns/${id}/cancel`);
    for (const { verdict, message } of await found(id, 'not_throttled')) {
      expect(verdict).toBe('rejected');
      expect(message).toMatch(/^the device throttled at \d+\.\d C$/);
    }
  }, 150_000);
});
