import type { ReportView } from '@joulefleet/contracts';
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

/** Longer than a board takes to cool down or to be warmed. */
const HOLD_MS = 3_000;

interface Found {
  verdict: string;
  check: string;
  message: string;
}

describe('heat', () => {
  let lab: Lab;

  beforeAll(async () => {
    // A board loses its heat in a minute or two of its own clock: a test that looks now and then has to see it.
    lab = await startLab({ twins: ['jetson-nano'], timeScale: 200 });
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

  const eventReasons = async (id: string): Promise<(string | null)[]> => {
    const rows = await queryOnce<{ reason: string | null }>(
      lab.databaseUrl,
      `SELECT body->>'reason' AS reason FROM event WHERE campaign_id = '${id}' AND kind = 'trial'`,
    );
    return rows.map(({ reason }) => reason);
  };

  interface Start {
    beforeC: number;
    coolingMs: number;
    warmingMs: number;
    gaveUp: string | null;
    flags: string[];
  }
  const starts = (id: string): Promise<Start[]> =>
    queryOnce<Start>(
      lab.databaseUrl,
      `SELECT s.*, m.body->'flags' AS flags FROM measurement m JOIN trial t ON t.id = m.trial_id,
         jsonb_to_record(m.body->'start')
           AS s("beforeC" float8, "coolingMs" float8, "warmingMs" float8, "gaveUp" text)
       WHERE t.campaign_id = '${id}' AND s."beforeC" IS NOT NULL ORDER BY t.position`,
    );
  const some = (id: string, wanted: (start: Start) => boolean) =>
    until(async () => (await starts(id)).some(wanted), { timeoutMs: 60_000 });

  /** Brings the board to a temperature again and again: it may have lost it before the next trial begins. */
  const someAt = (temperatureC: number, id: string, wanted: (start: Start) => boolean) => {
    let dueMs = 0;
    return until(
      async () => {
        if (performance.now() >= dueMs) {
          lab.twins[0]!.board.setTemperature(temperatureC);
          dueMs = performance.now() + HOLD_MS;
        }
        return (await starts(id)).some(wanted);
      },
      { timeoutMs: 60_000 },
    );
  };

  it('waits for a hot board, warms a cold one, and starts one that stays hot with a flag', async () => {
    const twin = lab.twins[0]!;
    const { id } = await lab.launch(`${sweep('starts', 600)}shardTrials: 12\nstartTemperature: { wait: 10 min }\n`);
    await until(async () => (await accepted(id)) >= 13, { timeoutMs: 60_000 });
    await someAt(52, id, ({ coolingMs, gaveUp }) => coolingMs > 0 && gaveUp === null);
    await someAt(20, id, ({ warmingMs, gaveUp }) => warmingMs > 0 && gaveUp === null);
    twin.setRoomTemperature(60);
    await some(id, ({ gaveUp, flags }) => gaveUp === 'curve' && flags.includes('hot_start'));
    await until(async () => (await found(id, 'temperature_in_window')).length > 0, { timeoutMs: 60_000 });
    twin.setRoomTemperature(25);
    await lab.call('POST', `/v1/campaigns/${id}/stop`);

    const flagged = (await found(id, 'temperature_in_window')).filter(({ message }) => message.startsWith('hot_start'));
    expect(flagged.length).toBeGreaterThan(0);
    for (const { verdict, message } of flagged) {
      expect(verdict).toBe('accepted');
      expect(message).toMatch(
        /^hot_start: started at \d+\.\d °C, wanted were \d+\.\d to \d+\.\d °C: it cooled for \d+ s (and would not|until)/,
      );
    }
    const { body } = await lab.call('GET', `/v1/campaigns/${id}/report`);
    const { flagged: shown } = body as ReportView;
    expect(shown).toContainEqual({ device: 'nano', flag: 'hot_start', trials: expect.any(Number) as number });
    expect(await eventReasons(id)).toContainEqual(expect.stringMatching(/^temperature_in_window: hot_start: /));
  }, 300_000);

  it('starts at any temperature where that is off, and flags what is unusual', async () => {
    const { id } = await lab.launch(`${sweep('warm room', 36)}shardTrials: 12\nstartTemperature: off\n`);
    await until(async () => (await accepted(id)) >= 13, { timeoutMs: 60_000 });
    lab.twins[0]!.setRoomTemperature(34);
    const { campaign } = await lab.completed(id, 60);
    lab.twins[0]!.setRoomTemperature(25);
    expect(campaign.trials).toMatchObject({ accepted: 36 });
    expect((await starts(id)).some(({ coolingMs, warmingMs }) => coolingMs > 0 || warmingMs > 0)).toBe(false);
    const flagged = await found(id, 'temperature_in_window');
    expect(flagged.length).toBeGreaterThan(0);
    for (const { verdict, message } of flagged) {
      expect(verdict).toBe('accepted');
      expect(message).toMatch(/^started at \d+\.\d °C, more than 2 °C outside the usual \d+\.\d to \d+\.\d °C$/);
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
      expect(message).toMatch(/^the device throttled at \d+\.\d °C$/);
    }
  }, 150_000);
});
