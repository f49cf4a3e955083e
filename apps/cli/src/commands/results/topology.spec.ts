import type { TopologyView } from '@joulefleet/contracts';
import { factorLevels } from '@joulefleet/core';
import pc from 'picocolors';
import { ControllerDouble, captureIo } from '../../fixtures/controller-double';
import { SAMPLE_GRADES, sampleHead, sampleSubject } from '../../fixtures/sample-results';
import { renderTopology } from '../../render/views/topology';
import { thinned } from '../../render/views/topology-grid';
import { runCli } from '../../run-cli';
import { visibleWidth } from '../../terminal/visible-width';

const PLAIN = pc.createColors(false);
const COLOURED = pc.createColors(true);

/** A surface of so many CPU and GPU clocks, its optimum at the second of each. */
function topologyView(cpus: number, gpus: number): TopologyView {
  const cpuHz = Array.from({ length: cpus }, (_, i) => 1e8 * (i + 1));
  const gpuHz = Array.from({ length: gpus }, (_, i) => 7.68e7 * (i + 1));
  const cells = cpuHz.flatMap((cpu, c) =>
    gpuHz.map((gpu, g) => {
      const abovePct = 3 * (c - 1) ** 2 + 8 * (g - 1) ** 2;
      const estimate = 200 * (1 + abovePct / 100);
      return {
        ...{ cellKey: `${c}-${g}`, cpuHz: cpu, gpuHz: gpu, trials: 10, aboveOptimumPct: abovePct },
        ...{ value: { estimate, low: estimate - 1, high: estimate + 1 }, mayBeBest: abovePct <= 3 },
        grade: 'B' as const,
      };
    }),
  );
  const trend = { pairs: 20, rising: 15, falling: 1, rankCorrelation: 0.81, pValue: 0.0001 };
  return {
    ...sampleHead(),
    ...{ metric: 'energy', metricUnit: 'mJ', leftOut: { surfaces: 1, cells: 0 } },
    surfaces: [
      {
        ...{
          ...sampleSubject(),
          batchSize: 16,
          setting: '',
          cpuHz,
          gpuHz,
          cells,
          measured: cells.length,
          nearOptimum: 3,
        },
        optimum: cells.find(({ aboveOptimumPct }) => aboveOptimumPct === 0)!,
        ...{ optimumGrade: { grade: 'B', parts: {}, reasons: [], raise: [] }, rankable: true, tooLow: 0 },
        savingGrades: SAMPLE_GRADES,
        flatness: [{ withinPct: 1, cells: 1, sharePct: 8.33 }],
        trends: [{ axis: 'cpu', direction: 'rising', ...trend }],
        ...{ baseline: 'dvfs', baselineValue: { estimate: 250, low: 248, high: 252 } },
        savingPct: { estimate: 20.4, low: 19, high: 21.8 },
        correctedSavingPct: { estimate: 20, low: 19, high: 21 },
        latencyCostPct: { estimate: 11, low: 10, high: 12 },
        residency: [
          {
            ...{
              device: 'nano-1',
              cellKey: 'd',
              workload: 'alexnet',
              batchSize: 16,
              graphMode: 'dynamic',
              options: {},
            },
            ...{ levels: factorLevels({}), clock: 'gpu', policy: null, method: 'counters', trials: 3, topHz: 9.216e8 },
            ...{
              topSharePct: 97.5,
              shares: [
                { hz: 7.68e7, sharePct: 2.5 },
                { hz: 9.216e8, sharePct: 97.5 },
              ],
            },
          },
        ],
      },
    ],
  };
}

describe('results topology', () => {
  let controller: ControllerDouble;

  beforeEach(async () => {
    controller = new ControllerDouble();
    await controller.start();
    controller.answer('GET /v1/campaigns/c1/topology', topologyView(4, 3));
  });
  afterEach(() => controller.dispose());

  async function results(args: string) {
    const io = captureIo(controller.home);
    const exitCode = await runCli(['results', ...args.split(' ')], io);
    return { exitCode, out: io.out() };
  }

  it('prints a grid, JSON or CSV', async () => {
    const { out } = await results('topology c1');
    expect(controller.received[0]!.path).toMatch(/topology\?metric=energy$/);
    expect(out).toContain('SIMULATED');
    expect(out).toContain('nano-1: alexnet, batch 16; energy');
    expect(out).toMatch(/^ +77 +154 +230$/m);
    expect(out).toMatch(/^ +200 +8 +0\* +8 ?$/m);
    expect(out).toMatch(/^ +100 +11 +3= +11 ?$/m);
    expect(out).toContain(
      'Optimum: CPU 200 MHz, GPU 153.6 MHz: 200.0 mJ per inference [199.0, 201.0], 10 trials, grade B; 3 of 12 cells may be the best.',
    );
    expect(out).toContain('Along the CPU clock: rising; of 20 pairs 75 % rise and 5 % fall.');
    expect(out).toContain('saves 20.0 % [19.0, 21.0] of energy; time +11.0 % [10.0, 12.0]');
    expect(out).toContain('Under DVFS the GPU clock: 97.5 % at 921.6 MHz, 2.5 % at 76.8 MHz.');
    expect(JSON.parse((await results('topology c1 --json')).out)).toEqual(topologyView(4, 3));
    const csv = (await results('topology c1 --csv')).out.trim().split('\n');
    expect(csv).toHaveLength(13);
    expect(csv[0]).toContain('energy_mj_per_inference,energy_mj_per_inference_low');
  });

  it('calls nothing the optimum where a grade is too low to rank', async () => {
    const view = topologyView(4, 3);
    const [surface] = view.surfaces;
    const low = {
      ...surface!,
      rankable: false,
      tooLow: 2,
      savingGrades: { ...SAMPLE_GRADES, grade: 'D' as const, rankable: false },
    };
    controller.answer('GET /v1/campaigns/c1/topology', {
      ...view,
      surfaces: [{ ...low, optimum: { ...low.optimum, grade: 'D' } }],
    });
    const out = (await results('topology c1')).out.replace(/\s+/g, ' ');
    expect(out).toContain(
      'Least estimate: CPU 200 MHz, GPU 153.6 MHz: 200.0 mJ per inference [199.0, 201.0], 10 trials, grade D, not ranked',
    );
    expect(out).toContain('which cell is best is not known: 2 of 12 are of grade D or worse');
    expect(out).toContain('grades D over C, not ranked.');
    expect((await results('topology c1 --csv')).out.split('\n')[1]).toContain(',B,');
  });

  it('passes on its metric, and takes no other', async () => {
    await results('topology c1 --metric power --workload alexnet');
    expect(controller.received[0]!.path).toMatch(/workload=alexnet&metric=power$/);
    expect((await results('topology c1 --metric noise')).exitCode).toBe(2);
  });

  it.each([
    ['few', 12, 4],
    ['many', 29, 25],
    ['very many', 80, 67],
  ])('fits %s clocks into 80 columns, the same with and without colour', (_case, cpus, gpus) => {
    const view = topologyView(cpus, gpus);
    const plain = renderTopology(view, { colors: PLAIN, columns: 80 });
    for (const line of plain.split('\n')) expect(visibleWidth(line)).toBeLessThanOrEqual(80);
    expect(plain).toMatch(/ 0\*/);
    expect(/No room here for/.test(plain)).toBe(gpus > 14 || cpus > 40);
    const coloured = renderTopology(view, { colors: COLOURED, columns: 80 });
    expect(coloured).not.toBe(plain);
    expect(coloured.replace(/\u001b\[[0-9;]*m/g, '')).toBe(plain);
  });
});

it('thins out clocks evenly and keeps the ends and the optimum', () => {
  const clocks = Array.from({ length: 30 }, (_, i) => i);
  expect(thinned(clocks, 30, 7)).toEqual(clocks);
  for (const kept of [0, 1, 13, 28, 29]) {
    const found = thinned(clocks, 9, kept);
    expect(found).toHaveLength(9);
    expect(found).toEqual([...new Set(found)].sort((a, b) => a - b));
    expect([found[0], found.at(-1), found.includes(kept)]).toEqual([0, 29, true]);
  }
});
