import { runToEnd } from '../steps/run-to-end';
import { batchEffects, type BatchEffect, type GivenClocks } from './batch-effect';
import { drawnRows, type DrawnCell } from './fixtures/drawn-rows';

const BATCHES = [8, 16, 32];

/** A batch takes 10 ms and 1 ms for each inference at GPU clock 1, half of it at 2; power is 4 and 6 W, 9 W under DVFS. */
function cellsOf(batchSize: number, inferences = 3200): DrawnCell[] {
  const durationMs = (inferences / batchSize) * (10 + batchSize);
  const levels = (gpuHz: number | 'dvfs') => ({ batchSize, gpuHz, cpuKhz: gpuHz === 'dvfs' ? gpuHz : 1 });
  return [
    { inferences, levels: levels(1), powerMw: 4000, durationMs },
    { inferences, levels: levels(2), powerMw: 6000, durationMs: durationMs / 2 },
    { inferences, levels: levels('dvfs'), powerMw: 9000, durationMs: durationMs / 2 },
  ];
}

const effects = (cells: DrawnCell[], given: GivenClocks = {}, scatter = 0): BatchEffect[] =>
  runToEnd(batchEffects(drawnRows(cells, { scatter }), given));

describe('batchEffects', () => {
  const all = BATCHES.flatMap((batchSize) => cellsOf(batchSize));

  it('has each batch size against the least, under the governors and at the joint optimum', () => {
    const [effect, ...others] = effects(all);
    expect(others).toEqual([]);
    expect(effect!.lines.map(({ at }) => at)).toEqual(['dvfs', 'joint optimum']);
    const [dvfs] = effect!.lines;
    expect(dvfs!.points.map(({ batchSize }) => batchSize)).toEqual(BATCHES);
    // 18 ms for 8, 26 ms for 16, 42 ms for 32.
    expect(dvfs!.points[2]!.energyRatio.estimate).toBeCloseTo(42 / 32 / (18 / 8), 9);
    expect(dvfs!.points[2]!.stepRatio!.estimate).toBeCloseTo(42 / 32 / (26 / 16), 9);
    expect(dvfs!.points[2]!.latencyRatio.estimate).toBeCloseTo(42 / 18, 9);
    expect(dvfs!.points[0]).toMatchObject({ energyRatio: { estimate: 1 }, stepRatio: null });
  });

  it('holds the joint optimum against the governors at the least batch size', () => {
    const [effect] = effects(all);
    expect(effect!.joint).toMatchObject({ batchSize: 32, levels: { gpuHz: 2 } });
    expect(effect!.baseline).toMatchObject({ batchSize: 8, levels: { gpuHz: 'dvfs' } });
    const saving = 100 * (1 - (6000 * (42 / 32)) / (9000 * (18 / 8)));
    expect(effect!.savingPct!.estimate).toBeCloseTo(saving, 9);
    expect(effect!.correctedSavingPct!.estimate).toBeCloseTo(saving, 9);
    expect(effect!.latencyRatio!.estimate).toBeCloseTo(42 / 18, 9);
    expect(effect!.optima.map(({ batchSize, mayBeJoint }) => [batchSize, mayBeJoint])).toEqual([
      [8, false],
      [16, false],
      [32, true],
    ]);
  });

  it('has the clocks that are asked for', () => {
    const [effect] = effects(all, { gpuHz: 1 });
    expect(effect!.lines.map(({ at }) => at)).toEqual(['dvfs', 'joint optimum', 'given']);
    expect(effect!.lines[2]!.points.every(({ levels }) => levels.gpuHz === 1)).toBe(true);
    expect(effects(all, { gpuHz: 1, cpuHz: 1000 })[0]!.lines).toHaveLength(3);
    expect(effects(all, { gpuHz: 1, cpuHz: 5 })[0]!.lines).toHaveLength(2);
  });

  it('has no saving without a baseline at the least batch size', () => {
    const without = all.filter(({ levels }) => levels!.gpuHz !== 'dvfs' || levels!.batchSize !== 8);
    expect(effects(without)[0]).toMatchObject({ baseline: null, savingPct: null, correctedSavingPct: null });
  });

  it('needs two batch sizes of the same number of inferences', () => {
    expect(effects(cellsOf(8))).toEqual([]);
    expect(effects([...cellsOf(8), ...cellsOf(16, 6400)])).toEqual([]);
  });

  it('covers the true saving in most drawn campaigns', () => {
    const truth = 100 * (1 - (6000 * (42 / 32)) / (9000 * (18 / 8)));
    const rounds = 200;
    let inside = 0;
    for (let seed = 1; seed <= rounds; seed++) {
      const [effect] = runToEnd(batchEffects(drawnRows(all, { scatter: 0.01, seed }), {}));
      const { low, high } = effect!.savingPct!;
      if (low <= truth && truth <= high) inside++;
    }
    expect(inside / rounds).toBeGreaterThan(0.91);
  });
});
