import type {
  CampaignView,
  Problem,
  RangeEnergyView,
  TraceView,
  TrialAttempt,
  TrialList,
  TrialView,
} from '@joulefleet/contracts';
import { startLab, type Call, type Lab } from '../../testkit/lab';
import { queryOnce } from '../../testkit/service-client';

const SOURCE = `
name: trials one by one
workloads: [alexnet]
baseline: none
factors: { gpuFrequency: [460.8 MHz, 921.6 MHz], cpuFrequency: 825.6 MHz }
repetitions: 3
inferences: 320
`;

describe('trials', () => {
  let lab: Lab;
  let campaign: CampaignView;
  let trials: TrialList['trials'];

  const get = async <T>(path: string, call: Call = lab.call): Promise<T> => {
    const { status, body } = await call('GET', path);
    expect([status, status === 200 ? null : body]).toEqual([200, null]);
    return body as T;
  };
  const refused = async (path: string, call: Call = lab.call): Promise<[number, string]> => {
    const { status, body } = await call('GET', path);
    return [status, (body as Problem).code];
  };
  const path = (rest = ''): string => `/v1/campaigns/${campaign.id}/trials${rest}`;
  const lastAttempt = async (id: string): Promise<TrialAttempt> => {
    return (await get<TrialView>(path(`/${id}`))).attempts[0]!;
  };

  beforeAll(async () => {
    lab = await startLab({ twins: ['jetson-nano', 'jetson-nano'], timeScale: 2000 });
    for (const twin of lab.twins) await lab.enroll(twin);
    campaign = await lab.launch(SOURCE);
    await lab.completed(campaign.id, 120);
    ({ trials } = await get<TrialList>(path()));
  }, 150_000);
  afterAll(() => lab.stop());

  it('are listed by device and position with their last attempts, page by page', async () => {
    expect(trials).toHaveLength(12);
    expect(trials.map(({ device, position }) => [device, position])).toEqual(
      ['nano', 'nano-1'].flatMap((device) => [1, 2, 3, 4, 5, 6].map((position) => [device, position])),
    );
    expect(trials[0]).toMatchObject({ state: 'accepted', verdict: 'accepted', attempts: 1, workload: 'alexnet' });
    expect(trials.every(({ energyMj }) => energyMj! > 0)).toBe(true);
    const paged: TrialList['trials'] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: TrialList = await get(path(`?limit=5${cursor && `&cursor=${cursor}`}`));
      expect(page.total).toBe(12);
      paged.push(...page.trials);
      cursor = page.nextCursor;
    }
    expect(paged).toEqual(trials);
  });

  it('are filtered by device and state', async () => {
    const ofOne = await get<TrialList>(path('?device=nano-1'));
    expect(ofOne).toMatchObject({ total: 6, nextCursor: null, trials: trials.slice(6) });
    expect(await get(path('?state=failed'))).toEqual({ trials: [], total: 0, nextCursor: null });
    expect(await get<TrialList>(path('?device=nano&state=accepted&limit=6'))).toMatchObject({
      total: 6,
      nextCursor: null,
    });
    expect(await refused(path('?device=nobody'))).toEqual([404, 'device_unknown']);
    expect(await refused(path('?cursor=17'))).toEqual([422, 'bad_cursor']);
    expect(await refused(path('?state=moved'))).toEqual([422, 'bad_request']);
  });

  it('show what was measured, how it was judged, and what is stored of the trace', async () => {
    const trial = await get<TrialView>(path(`/${trials[0]!.id}`));
    expect(trial).toMatchObject({ device: 'nano', state: 'accepted', counts: 1, simulated: true });
    const [attempt] = trial.attempts;
    expect(attempt).toMatchObject({ outcome: 'measured', verdict: 'accepted', calibrated: false, error: null });
    expect(attempt!.checks).toHaveLength(21);
    expect(attempt!.checks[0]).toEqual({ check: 'events_complete', result: 'passed', message: null, remedy: null });
    expect(attempt!.windows.map(({ name }) => name)).toEqual([
      'idle before',
      'load',
      'warmup',
      'inference',
      'idle after',
    ]);
    expect(attempt!.clocks.map(({ clock }) => clock)).toEqual(['CPU 0', 'GPU']);
    expect(attempt!.clocks[0]).toMatchObject({ beforeHz: 825_600_000, afterHz: 825_600_000 });
    expect(attempt!.temperatures.map(({ at }) => at)).toEqual([
      'before loading',
      'start of the window',
      'end of the window',
    ]);
    expect(attempt!.trace).toMatchObject({ state: 'stored', totalRail: 'POM_5V_IN' });
    expect(attempt!.trace.rails).toHaveLength(3);
  });

  it('say which check rejected an attempt', async () => {
    const { id } = trials[1]!;
    const finding = { check: 'no_gap', severity: 'reject', message: '9 % of the window', remedy: 'measure again' };
    await queryOnce(
      lab.databaseUrl,
      `UPDATE measurement SET verdict = 'rejected', findings = '${JSON.stringify([finding])}' WHERE trial_id = '${id}'`,
    );
    const { checks } = await lastAttempt(id);
    expect(checks.filter(({ result }) => result !== 'passed')).toEqual([
      { check: 'no_gap', result: 'rejected', message: '9 % of the window', remedy: 'measure again' },
    ]);
    expect((await get<TrialList>(path('?limit=2'))).trials[1]).toMatchObject({ verdict: 'rejected' });
  });

  it('draw a range of a trace from the extremes of its columns', async () => {
    const { id } = trials[0]!;
    const { trace } = await lastAttempt(id);
    const whole = await get<TraceView>(path(`/${id}/trace?columns=8192`));
    expect(whole).toMatchObject({ attempt: 1, samples: trace.samples, rails: trace.rails });
    expect(whole.tUs).toHaveLength(trace.samples);
    const drawn = await get<TraceView>(path(`/${id}/trace?columns=10`));
    expect(drawn.tUs.length).toBeLessThanOrEqual(20);
    for (const [rail, powerMw] of drawn.powerMw.entries()) {
      expect(Math.max(...powerMw)).toBe(Math.max(...whole.powerMw[rail]!));
      expect(Math.min(...powerMw)).toBe(Math.min(...whole.powerMw[rail]!));
    }
    const [fromUs, toUs] = [whole.tUs[5]!, whole.tUs[20]!];
    const part = await get<TraceView>(path(`/${id}/trace?fromUs=${fromUs}&toUs=${toUs}&columns=8192`));
    expect(part).toMatchObject({ fromUs, toUs, samples: 16, tUs: whole.tUs.slice(5, 21) });
    const after = await get<TraceView>(path(`/${id}/trace?fromUs=${trace.lastTUs! + 1}&toUs=${trace.lastTUs! + 9}`));
    expect(after).toMatchObject({ samples: 0, tUs: [], powerMw: [[], [], []] });
  });

  it('integrate a range from all samples as the energy of the trial is', async () => {
    const { id } = trials[0]!;
    const { energyMj, windows } = await lastAttempt(id);
    const { startUs, endUs } = windows.find(({ name }) => name === 'inference')!;
    const range = await get<RangeEnergyView>(path(`/${id}/energy?fromUs=${startUs}&toUs=${endUs}`));
    const total = range.rails.find(({ isTotal }) => isTotal)!;
    expect(total.rail).toBe('POM_5V_IN');
    expect(total.energyMj).toBe(energyMj);
    expect(total.absoluteUncertaintyMj).toBeGreaterThan(0.01 * energyMj!);
    expect(range.durationMs).toBe((endUs - startUs) / 1000);
    expect(range.rails).toHaveLength(3);
    for (const part of range.rails.filter(({ isTotal }) => !isTotal)) {
      expect(part.energyMj).toBeLessThan(total.energyMj!);
      expect(part.absoluteUncertaintyMj).toBeNull();
    }
    const empty = await get<RangeEnergyView>(path(`/${id}/energy?fromUs=${startUs}&toUs=${startUs + 1}`));
    expect(empty.rails.every((rail) => rail.energyMj === null)).toBe(true);
  });

  it('are exported one by one', async () => {
    const { id } = trials[0]!;
    const { trace } = await lastAttempt(id);
    const file = (query: string) => lab.call('GET', `/v1/campaigns/${campaign.id}/export?${query}`);
    const { body } = await file(`level=traces&format=csv&trial=${id}`);
    expect((body as string).trim().split('\r\n')).toHaveLength(1 + 3 * trace.samples);
    expect((await file(`level=attempts&format=jsonl&trial=${id}`)).body).toMatchObject({ trial_id: id });
    expect(await refused(`/v1/campaigns/${campaign.id}/export?level=cells&format=csv&trial=${id}`)).toEqual([
      422,
      'bad_request',
    ]);
  });

  it('say that a trace is not there any more, or not yet', async () => {
    const { id } = trials[2]!;
    await queryOnce(lab.databaseUrl, `DELETE FROM trace_chunk WHERE trial_id = '${id}'`);
    expect((await lastAttempt(id)).trace).toMatchObject({ state: 'removed', samples: 0, firstTUs: null });
    expect(await refused(path(`/${id}/trace`))).toEqual([404, 'trace_unknown']);
    await queryOnce(lab.databaseUrl, `UPDATE measurement SET judged_at = NULL WHERE trial_id = '${id}'`);
    expect((await lastAttempt(id)).trace.state).toBe('arriving');
    expect(await refused(path(`/${trials[0]!.id}/trace?attempt=7`))).toEqual([404, 'trace_unknown']);
    expect(await refused(path(`/${trials[0]!.id}/energy?fromUs=9&toUs=9`))).toEqual([422, 'bad_range']);
    expect(await refused(path(`/${crypto.randomUUID()}`))).toEqual([404, 'trial_unknown']);
    expect(await refused(path('/x'))).toEqual([404, 'trial_unknown']);
  });

  it('are shown to those who may see the campaign', async () => {
    const stranger = await lab.as('eve', 'viewer');
    for (const rest of ['', `/${trials[0]!.id}`, `/${trials[0]!.id}/trace`]) {
      expect(await refused(path(rest), stranger)).toEqual([404, 'campaign_unknown']);
    }
  });
});
