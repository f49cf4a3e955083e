import type { Problem, ReportView } from '@joulefleet/contracts';
import { startLab, type Lab } from '../../testkit/lab';
import { queryOnce } from '../../testkit/service-client';

const file = (repeat: string) => `
name: until
workloads: [alexnet]
baseline: none
factors: { gpuFrequency: [307.2 MHz, 614.4 MHz, 921.6 MHz], cpuFrequency: 1479 MHz }
repeat: ${repeat}
inferences: 160
`;

describe('a campaign with a stopping rule', () => {
  let lab: Lab;

  beforeAll(async () => {
    lab = await startLab({ twins: ['jetson-nano'] });
    await lab.enroll(lab.twins[0]!);
  });
  afterAll(() => lab.stop());

  const trialsOf = (id: string) =>
    queryOnce<{ n: number }>(
      lab.databaseUrl,
      `SELECT count(*)::int AS n FROM trial WHERE campaign_id = '${id}' GROUP BY cell_id ORDER BY 1`,
    );

  it('repeats each cell until its interval is narrow enough, and says what that took', async () => {
    const { id } = await lab.launch(file('{ until: 0.1 %, max: 6 }'));
    const report: ReportView = await lab.completed(id, 120);
    expect(report.protocol).toMatchObject({ repetitions: 3, repeat: { until: 0.001, max: 6 } });
    const counts = (await trialsOf(id)).map(({ n }) => n);
    expect(Math.min(...counts)).toBeGreaterThanOrEqual(3);
    // By chance one cell may be narrow enough at once; not all of them.
    expect(Math.max(...counts)).toBeGreaterThan(3);
    expect(Math.max(...counts)).toBeLessThanOrEqual(6);
    expect(report.repeated).toEqual({ trials: report.campaign.trials.total, fixedTrials: 30 });
    const halfWidths = report.rows
      .flatMap(({ cells }) => cells)
      .map(({ energyMj }) => Math.log(energyMj.high / energyMj.estimate));
    expect(halfWidths).toHaveLength(3);
    // A trial that a busy machine had rejected is not measured a seventh time.
    if (Math.max(...counts) < 6) expect(Math.max(...halfWidths)).toBeLessThanOrEqual(0.001);
  }, 150_000);

  it('takes the least number of trials where that is enough', async () => {
    const { id } = await lab.launch(file('{ until: 10 % }'));
    await lab.completed(id, 60);
    expect(await trialsOf(id)).toEqual([{ n: 3 }, { n: 3 }, { n: 3 }]);
  }, 90_000);

  it.each([
    ['2', /2 is no half-width|expected/i],
    ['{ until: 0 % }', /0 %.* is no half-width/],
    ['{ until: 2 %, min: 5, max: 4 }', /4 is too small/],
    ['{ until: 2 % }\nrepetitions: 3', /repeat says how often/],
    ['{ until: 2 % }\nstrategy: top-up', /repeat goes without top-up/],
  ])('refuses repeat: %j', async (repeat, message) => {
    const { status, body } = await lab.call('POST', '/v1/campaigns', { source: file(repeat), dryRun: true });
    expect([status, (body as Problem).code]).toEqual([422, 'bad_campaign']);
    expect(JSON.stringify((body as Problem).errors)).toMatch(message);
  });
});
