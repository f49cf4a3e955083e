import {
  batchesView,
  devicesView,
  frontView,
  governorsView,
  implementationsView,
  sweepView,
  topologyView,
  type SweepView,
} from '@joulefleet/contracts';
import { openDatabase, type Database } from '@joulefleet/store';
import type { z } from 'zod';
import { startLab, type Call, type Lab } from '../../testkit/lab';
import { seedDevice } from '../../testkit/seed-campaign';
import { seedResults, type SeededCell } from '../../testkit/seed-results';

const GPU_MHZ = [300, 600, 900];

/** Energy is least at 600 MHz. */
function pinned(gpuMhz: number, more: Partial<SeededCell> = {}): SeededCell {
  const levels = { gpuHz: gpuMhz * 1e6, cpuKhz: 1_000_000, ...more.levels };
  return { powerMw: 2000 + (8 * gpuMhz ** 2) / 600, durationMs: 36_000_000 / gpuMhz, ...more, levels };
}

const DVFS: SeededCell = { levels: { gpuHz: 'dvfs', cpuKhz: 'dvfs' }, powerMw: 11_000, durationMs: 40_000 };

describe('views of results', () => {
  let lab: Lab;
  let database: Database;
  let stranger: Call;
  let id: string;
  let device: string;

  beforeAll(async () => {
    lab = await startLab({ twins: [] });
    database = openDatabase(lab.databaseUrl);
    stranger = await lab.as('cy', 'researcher');
    const seeded = await seedDevice(database);
    device = seeded.id;
    await database.pool.query(`UPDATE device SET availability = 'maintenance'`);
    id = await seedResults(database, [{ id: device }], [DVFS, ...GPU_MHZ.map((mhz) => pinned(mhz))]);
  });
  afterAll(async () => {
    await database.close();
    await lab.stop();
  });

  const view = async <T extends z.ZodType>(path: string, schema: T, campaign = id): Promise<z.infer<T>> => {
    const answer = await lab.call('GET', `/v1/campaigns/${campaign}/${path}`);
    expect(answer).toMatchObject({ status: 200 });
    return schema.parse(answer.body);
  };

  it('refuses filters that make no sense, and campaigns that the caller may not see', async () => {
    for (const wrong of ['batchSize=0', 'batchSize=x', 'workload=', 'axis=memory', 'heldHz=-1', 'unknown=1']) {
      expect(await lab.call('GET', `/v1/campaigns/${id}/sweep?${wrong}`)).toMatchObject({
        status: 422,
        body: { code: 'bad_request' },
      });
    }
    expect(await stranger('GET', `/v1/campaigns/${id}/sweep`)).toMatchObject({
      status: 404,
      body: { code: 'campaign_unknown' },
    });
  });

  it('says what is missing where nothing was accepted or nothing is asked for', async () => {
    const none: SweepView = await view('sweep?workload=resnet18', sweepView);
    expect(none).toMatchObject({ sweeps: [], simulated: true });
    expect(none.notes[1]).toMatch(/^no trial of resnet18 was accepted/);
    const empty = await seedResults(database, [{ id: device }], [DVFS]);
    await database.pool.query(`UPDATE trial SET state = 'skipped' WHERE campaign_id = $1`, [empty]);
    expect((await view('sweep', sweepView, empty)).notes.join()).toMatch(/no trial was accepted.*campaign report/);
  });

  it('shows a metric over both clocks, with the saving over DVFS and its cost', async () => {
    const { surfaces, metricUnit, leftOut, notes } = await view('topology', topologyView);
    expect(surfaces).toMatchObject([
      {
        ...{ device: 'device-a', workload: 'alexnet', batchSize: 16, setting: '', measured: 3, baseline: 'dvfs' },
        optimum: { cpuHz: 1e9, gpuHz: 300e6, trials: 3 },
        trends: [{ axis: 'gpu', pairs: 2, rising: 2, falling: 0, direction: 'rising' }],
      },
    ]);
    const [surface] = surfaces;
    expect(surface!.savingPct!.estimate).toBeGreaterThan(0);
    expect([metricUnit, surface!.cells.length, leftOut]).toEqual(['mJ', 3, { surfaces: 0, cells: 0 }]);
    expect(notes).toHaveLength(1);
    const latency = await view('topology?metric=latency', topologyView);
    expect(latency.surfaces[0]!.optimum.gpuHz).toBe(900e6);
    const bare = await seedResults(database, [{ id: device }], [pinned(300), pinned(600)]);
    const without = await view('topology', topologyView, bare);
    expect(without.surfaces).toMatchObject([{ baseline: null, savingPct: null }]);
    expect(without.notes.join()).toMatch(/no baseline was measured.*campaign extend/);
    const governed = await seedResults(database, [{ id: device }], [DVFS]);
    expect((await view('topology', topologyView, governed)).notes.join()).toMatch(/no cell has both clocks pinned/);
  });

  it('sweeps one clock with the other held', async () => {
    const { sweeps, notes, leftOut } = await view('sweep', sweepView);
    expect(sweeps).toMatchObject([{ device: 'device-a', axis: 'gpu', heldHz: 1e9, batchSize: 16 }]);
    expect(sweeps[0]!.points.map(({ clockHz, trials }) => [clockHz, trials])).toEqual(
      GPU_MHZ.map((mhz) => [mhz * 1e6, 3]),
    );
    expect([notes.length, leftOut]).toEqual([1, { sweeps: 0 }]);
    const other = await view('sweep?axis=cpu', sweepView);
    expect(other.sweeps).toEqual([]);
    expect(other.notes[1]).toMatch(/fewer than two CPU clocks .* 900 MHz.*cpuFrequency: all/);
    expect((await view('sweep?heldHz=5e8', sweepView)).notes[1]).toMatch(/no GPU clock .* 1000 MHz/);
  });

  it('has the batch effect and the joint optimum', async () => {
    const batches = [8, 16].flatMap((batchSize) =>
      [DVFS, pinned(600)].map((cell) => ({
        ...cell,
        levels: { ...cell.levels, batchSize },
        durationMs: cell.durationMs * (1 + 8 / batchSize),
      })),
    );
    const several = await seedResults(database, [{ id: device }], batches);
    const { effects } = await view('batches?gpuHz=600000000', batchesView, several);
    expect(effects).toMatchObject([{ joint: { batchSize: 16 }, baseline: { batchSize: 8 } }]);
    expect(effects[0]!.lines.map(({ at }) => at)).toEqual(['dvfs', 'joint optimum', 'given']);
    expect(effects[0]!.lines[0]!.points[1]!.energyRatio.estimate).toBeCloseTo(0.75, 9);
    expect((await view('batches', batchesView)).notes[1]).toMatch(/no workload has two batch sizes.*batchSize: \[8/);
    expect((await view('batches?gpuHz=1', batchesView, several)).notes.join()).toMatch(/at GPU 0.001 kHz/);
  });

  it('holds devices against one another, with a price, and has their fronts', async () => {
    const other = await seedDevice(database, 'device-b');
    const cells = ['alexnet', 'mobilenetv2'].flatMap((workload) =>
      [DVFS, ...GPU_MHZ.map((mhz) => pinned(mhz))].map((cell) => ({ ...cell, workload })),
    );
    const both = await seedResults(database, [{ id: device }, { id: other.id, gain: 1.5 }], cells);
    const { rankings, matrices } = await view('devices?pricePerKwh=0.3', devicesView, both);
    expect(matrices.map(({ workload, frame }) => `${workload} ${frame}`)).toHaveLength(6);
    expect(matrices[0]!.ratios[0]!.energy.estimate).toBeCloseTo(1 / 1.5, 9);
    expect(matrices[0]!.devices[0]!.costPerMillion!.estimate).toBeGreaterThan(0);
    expect(rankings[0]!.devices.map((each) => [each.device, each.apart])).toEqual([
      ['device-a', false],
      ['device-b', true],
    ]);
    expect((await view('devices', devicesView)).notes[1]).toMatch(/no two devices have measured the same work/);
    const { fronts } = await view('front', frontView, both);
    expect(fronts.map(({ scope }) => scope)).toEqual([
      ...Array<string>(4).fill('device'),
      ...Array<string>(2).fill('workload'),
      'benchmark',
    ]);
    const [front] = (await view('front?workload=alexnet&device=device-a', frontView, both)).fronts;
    // 384, 408, 440 and 512 J; the last takes as long as the governors.
    expect(front!.members.map(({ point, standing }) => [point.levels.gpuHz, standing])).toEqual([
      [300e6, 'certain'],
      [600e6, 'certain'],
      ['dvfs', 'certain'],
    ]);
  });

  it('holds implementations against their controls, with loading', async () => {
    const cells = [DVFS, ...GPU_MHZ.map((mhz) => pinned(mhz))];
    const loaded = (graphMode: 'dynamic' | 'static', factor: number, loadEnergyMj: number) =>
      cells.map((cell) => ({ ...cell, graphMode, durationMs: factor * cell.durationMs, loadEnergyMj }));
    const campaign = await seedResults(
      database,
      [{ id: device }],
      [...loaded('dynamic', 1, 2e4), ...loaded('static', 0.9, 2.5e4)],
    );
    const { effects } = await view('implementations', implementationsView, campaign);
    expect(effects).toMatchObject([{ factor: 'graphMode', level: 'static', controlLevel: 'dynamic', batchSize: 16 }]);
    expect(effects[0]!.points[0]!.energy.estimate).toBeCloseTo(0.9, 9);
    expect(effects[0]!.overall).toMatchObject({ cells: 3 });
    const { crossover, loadRatio, trials } = effects[0]!.load!;
    expect([loadRatio.estimate, trials]).toEqual([expect.closeTo(1.25, 9) as number, 3]);
    // 440 J and 396 J for 3,200 inferences; the load energies of the trials rise by 0.2 % each.
    expect(crossover).toMatchObject({ cheaper: 'variant' });
    expect(crossover.inferences! / ((5_000 * 1.002) / (44_000 / 3200))).toBeCloseTo(1, 3);
    expect(crossover.low).toBeLessThan(crossover.inferences!);
    expect((await view('implementations', implementationsView)).notes[1]).toMatch(/no two implementations/);
    await database.pool.query(
      'UPDATE measurement SET phases = NULL WHERE trial_id IN (SELECT id FROM trial WHERE campaign_id = $1)',
      [campaign],
    );
    await database.pool.query(`UPDATE cell_statistics SET digest = '\\x00'`);
    await database.pool.query(`UPDATE campaign_device SET digest_revision = digest_revision + 1`);
    const older = await view('implementations', implementationsView, campaign);
    expect(older.effects).toMatchObject([{ load: null }]);
    expect(older.notes.join()).toMatch(/no energy of loading is known.*results recompute --apply/);
  });

  it('holds governors against the default of the device', async () => {
    const saving = {
      ...DVFS,
      levels: { ...DVFS.levels, cpuGovernor: 'powersave' },
      powerMw: 7_000,
      durationMs: 58_000,
    };
    const campaign = await seedResults(database, [{ id: device }], [DVFS, saving]);
    const { effects } = await view('governors', governorsView, campaign);
    expect(effects[0]!.points.map(({ levels, isDefault, clocks }) => [levels.cpuGovernor, isDefault, clocks])).toEqual([
      ['powersave', false, []],
      [null, true, []],
    ]);
    expect(effects[0]!.points[0]!.timeRatio.estimate).toBeCloseTo(1.45, 9);
    expect((await view('governors', governorsView)).notes[1]).toMatch(/one setting of its governors.*cpuGovernor: all/);
  });
});
