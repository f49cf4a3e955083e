import { answerView, type AnswerView } from '@joulefleet/contracts';
import { openDatabase, type Database } from '@joulefleet/store';
import { startLab, type Call, type Lab } from '../../testkit/lab';
import { seedDevice } from '../../testkit/seed-campaign';
import { seedResults, type SeededCell } from '../../testkit/seed-results';

/** 200 batches of 16. */
const cell = (gpuHz: number | 'dvfs', powerMw: number, durationMs: number, batchSize = 16): SeededCell => ({
  ...{ levels: { gpuHz, cpuKhz: gpuHz === 'dvfs' ? 'dvfs' : 1_000_000, batchSize }, powerMw, durationMs },
});
const CELLS = [cell('dvfs', 10_000, 18_000), cell(300e6, 4000, 40_000), cell(600e6, 6000, 20_000)];

describe('the answer', () => {
  let lab: Lab;
  let database: Database;
  let stranger: Call;
  let id: string;
  let device: string;

  beforeAll(async () => {
    lab = await startLab({ twins: [] });
    database = openDatabase(lab.databaseUrl);
    stranger = await lab.as('cy', 'researcher');
    device = (await seedDevice(database)).id;
    await seedDevice(database, 'idle');
    await database.pool.query(`UPDATE device SET availability = 'maintenance'`);
    id = await seedResults(database, [{ id: device }], CELLS);
  });
  afterAll(async () => {
    await database.close();
    await lab.stop();
  });

  const ask = async (question: string, call: Call = lab.call): Promise<AnswerView> => {
    const answer = await call('GET', `/v1/answer?${question}`);
    expect(answer).toMatchObject({ status: 200 });
    return answerView.parse(answer.body);
  };

  it('names device, clocks and batch size with the baseline, the saving and both scripts', async () => {
    const { best, baseline, scripts, simulated, runnersUp, notes } = await ask('workload=alexnet');
    expect(best).toMatchObject({
      ...{ device: 'device-a', batchSize: 16, levels: { gpuHz: 600e6 }, fit: 'yes', campaignId: id, trials: 3 },
      ...{ grade: { grade: 'C' }, rankable: true },
    });
    expect(best!.energyPerInferenceMj.estimate).toBeCloseTo(37.5, 1);
    expect(best!.latencyMs.estimate).toBeCloseTo(100, 1);
    expect(baseline!.savingPct.estimate).toBeCloseTo(33.3, 1);
    expect(runnersUp).toHaveLength(2);
    expect(scripts!.apply).toContain("GPU_CLOCK='600000000'\n");
    expect([simulated, notes]).toEqual([true, ['simulated: figures come from twins, not from boards']]);
  });

  it('keeps limits, and has the closest where nothing does', async () => {
    expect((await ask('workload=alexnet&maxLatencyMs=95&maxPowerW=11')).best!.levels.gpuHz).toBe('dvfs');
    const none = await ask('workload=alexnet&maxLatencyMs=10&minimise=latency');
    expect(none).toMatchObject({ best: null, scripts: null, candidates: { all: 3, no: 3 } });
    expect(none.closest[0]!.levels.gpuHz).toBe('dvfs');
    expect(none.campaignFile).toContain('workloads: ["alexnet"]');
  });

  it('says what was never measured, and shows nobody what is not theirs', async () => {
    for (const [question, call] of [
      ['workload=yolov4tiny', lab.call],
      ['workload=alexnet&batchSize=8', lab.call],
      ['workload=alexnet&device=idle', lab.call],
      ['workload=alexnet', stranger],
    ] as const) {
      const answer = await ask(question, call);
      expect(answer).toMatchObject({ best: null, candidates: { all: 0 } });
      expect(answer.unknowns).toHaveLength(1);
    }
    expect(await stranger('GET', `/v1/answer?workload=alexnet&campaign=${id}`)).toMatchObject({ status: 404 });
  });

  it('knows a device that is not enrolled from one that was never measured', async () => {
    expect(await lab.call('GET', '/v1/answer?workload=alexnet&device=device-b')).toMatchObject({
      ...{ status: 404, body: { code: 'device_unknown', remedy: 'Did you mean device-a?' } },
    });
  });

  it('refuses questions that make no sense', async () => {
    for (const wrong of [
      ...['', 'workload=', 'workload=a&maxLatencyMs=0', 'workload=a&maxPowerW=-1', 'workload=a&maxPowerW=NaN'],
      ...[
        'workload=a&minimise=love',
        'workload=a&minimise=cost',
        'workload=a&deviceClass=tx2',
        'workload=a&batchSize=0',
      ],
    ]) {
      expect(await lab.call('GET', `/v1/answer?${wrong}`)).toMatchObject({
        status: 422,
        body: { code: 'bad_request' },
      });
    }
  });

  it('shows what it costs, and ranks by energy then', async () => {
    const { best } = await ask('workload=alexnet&minimise=cost&pricePerKwh=0.36');
    expect(best!.costPerMillionInferences!.estimate).toBeCloseTo(0.00375, 5);
  });

  it('leaves twins out where boards were measured, unless they are asked for', async () => {
    const real = await seedResults(database, [{ id: device }], [cell(450e6, 9000, 30_000)]);
    await database.pool.query('UPDATE campaign SET simulated = false WHERE id = $1', [real]);
    await database.pool.query(
      'UPDATE measurement SET quality = NULL WHERE trial_id IN (SELECT id FROM trial WHERE campaign_id = $1)',
      [real],
    );
    const apart = await ask('workload=alexnet');
    expect(apart).toMatchObject({ simulated: false, best: { campaignId: real, simulated: false } });
    expect(apart.notes).toEqual(['1 simulated campaigns are left out: --mixed adds them']);
    expect(apart.unknowns.map(({ what }) => what).join()).toMatch(
      /grade is D.*not recorded.*what it saves is not known/,
    );
    const mixed = await ask('workload=alexnet&mixed=true');
    expect(mixed).toMatchObject({ simulated: true, candidates: { all: 4 } });
    expect((await ask(`workload=alexnet&campaign=${id}`)).best!.campaignId).toBe(id);
  });
});
