import type { ComparisonRow } from '../comparison/compare-cells';
import { seededRandom, shuffle } from '../random';
import { runToEnd } from '../steps/run-to-end';
import { drawnRows, type DrawnCell } from './fixtures/drawn-rows';
import { frontsOf, frontView, type ParetoFrontView, type Ranked } from './front';
import { KeptFronts } from './kept-fronts';
import { kneeOf } from './knee';

const fronts = (rows: readonly ComparisonRow[], kept?: KeptFronts<Ranked[]>): ParetoFrontView[] =>
  runToEnd(frontsOf(rows, kept)).map((front) => frontView(front));

/** A cell by energy and time; its name is its GPU clock. */
function cell(gpuHz: number | 'dvfs', energyMj: number, durationMs: number, more: Partial<DrawnCell> = {}): DrawnCell {
  const levels = { gpuHz, cpuKhz: gpuHz === 'dvfs' ? gpuHz : 1, ...more.levels };
  return { powerMw: (1e3 * energyMj) / durationMs, durationMs, ...more, levels };
}

/** On the front: 1, 2 and 3. Cell 4 is beaten by 2, the baseline by 1. */
const CELLS = [cell(1, 900, 100), cell(2, 500, 120), cell(3, 450, 300), cell(4, 600, 130), cell('dvfs', 950, 105)];
const named = ({ members }: ParetoFrontView, standing: string) =>
  members.filter((each) => each.standing === standing).map(({ point }) => point.levels.gpuHz);

describe('frontsOf', () => {
  it('has what no other cell beats, by rising energy, and names knee and baseline', () => {
    const [front, ...others] = fronts(drawnRows(CELLS));
    expect(others).toEqual([]);
    expect(front).toMatchObject({ scope: 'device', device: 'nano-1', workload: 'alexnet', cells: 5 });
    expect([named(front!, 'certain'), named(front!, 'possible')]).toEqual([[3, 2, 1], []]);
    expect(front!.members.find(({ isKnee }) => isKnee)!.point.levels.gpuHz).toBe(2);
    expect(front!.members.find(({ isBaseline }) => isBaseline)).toMatchObject({ standing: 'off', byEstimate: false });
  });

  it('finds again what it found about the same rows, and anew what about others', () => {
    const kept = new KeptFronts<Ranked[]>();
    const again = (rows: readonly ComparisonRow[]) => fronts(rows, kept);
    const both = [...drawnRows(CELLS), ...drawnRows(CELLS.map((each) => ({ ...each, powerMw: 2 * each.powerMw })))];
    const rows = [both[0]!, { ...both[1]!, device: 'nano-2' }];
    const first = again(rows);
    expect(first.map(({ scope }) => scope)).toEqual(['device', 'device', 'workload']);
    expect(again(rows)).toEqual(first);
    expect(again([rows[0]!])).toEqual([first[0]]);
    const fewer = [{ ...rows[0]!, cells: rows[0]!.cells.slice(1) }, rows[1]!];
    expect(again(fewer)).toEqual(fronts(fewer));
    expect(again(fewer)[0]).not.toEqual(first[0]);
  });

  it('does not depend on the order of its input', () => {
    const found = fronts(drawnRows(CELLS)).map((front) => named(front, 'certain'));
    const [row] = drawnRows(CELLS);
    const other = { ...row!, cells: shuffle(row!.cells, seededRandom(3)) };
    expect(fronts([other]).map((front) => named(front, 'certain'))).toEqual(found);
  });

  it('keeps what is not beaten significantly, and is certain only of what nothing may beat', () => {
    const close = [...CELLS, cell(5, 505, 120.5)];
    const [front] = fronts(drawnRows(close, { scatter: 0.02 }));
    expect(named(front!, 'possible')).toEqual(expect.arrayContaining([2, 5]));
    expect(named(front!, 'certain')).toEqual([3, 1]);
    expect(front!.members.some(({ point }) => point.levels.gpuHz === 4)).toBe(false);
  });

  it('holds the true front in its members, and never calls certain what is truly beaten, in most drawn campaigns', () => {
    let [missed, wrong] = [0, 0];
    const rounds = 100;
    for (let seed = 1; seed <= rounds; seed++) {
      const [front] = fronts(drawnRows([...CELLS, cell(5, 510, 121)], { scatter: 0.02, seed }));
      const certain = named(front!, 'certain');
      const all = [...certain, ...named(front!, 'possible')];
      if (![1, 2, 3].every((name) => all.includes(name))) missed++;
      if (certain.includes(5)) wrong++;
    }
    expect(missed).toBeLessThanOrEqual(0.05 * rounds);
    expect(wrong).toBeLessThanOrEqual(0.05 * rounds);
  });

  it('gives cells whose grade is too low no standing, and lets them take no other off', () => {
    const [, ...ranked] = CELLS;
    const lucky = cell(6, 300, 90, { trials: 1 });
    const [front] = fronts(drawnRows([...ranked, lucky, cell(7, 2000, 2000, { trials: 1 })]));
    expect(front).toMatchObject({ cells: 6, tooLow: 2 });
    expect(named(front!, 'unranked')).toEqual([6]);
    expect(front!.members.find(({ point }) => point.levels.gpuHz === 6)).toMatchObject({
      ...{ byEstimate: true, point: { grade: 'D', rankable: false } },
    });
    // It would beat them all, so that none is certain; among themselves 4 is still beaten by 2.
    expect(named(front!, 'possible')).toEqual([3, 2, 'dvfs']);
    expect(named(front!, 'certain')).toEqual([]);
  });

  it('compares batch sizes per inference', () => {
    const small = [1, 2].map((hz) => cell(hz, 1000, 100 * hz, { levels: { batchSize: 8 } }));
    const half = [1, 2].map((hz) => cell(hz, 1000, 100 * hz, { inferences: 6400, levels: { batchSize: 64 } }));
    const [front] = fronts(drawnRows([...small, ...half]));
    expect(front!.members.map(({ point }) => [point.batchSize, point.levels.gpuHz])).toEqual([[64, 1]]);
  });

  it('joins devices by their absolute uncertainties', () => {
    const other = CELLS.map((each) => ({ ...each, device: 'nano-2', powerMw: 1.005 * each.powerMw }));
    const exact = fronts(drawnRows([...CELLS, ...other]));
    expect(exact.map(({ scope }) => scope)).toEqual(['device', 'device', 'workload']);
    const devices = (front: ParetoFrontView) =>
      new Set(front.members.flatMap((m) => (m.standing === 'off' ? [] : [m.device])));
    expect(devices(exact[2]!)).toEqual(new Set(['nano-1']));
    const unsure = fronts(drawnRows([...CELLS, ...other], { absoluteShare: 0.02 }));
    expect(devices(unsure[2]!)).toEqual(new Set(['nano-1', 'nano-2']));
  });

  it('compares models of a benchmark with accuracy as an axis', () => {
    const model = (workload: string, factor: number) =>
      CELLS.map((each) => ({ ...each, workload, powerMw: factor * each.powerMw }));
    const found = fronts(
      drawnRows([...model('alexnet', 1), ...model('resnet18', 3), ...model('mobilenetv2', 2), ...model('own', 9)]),
    );
    const [benchmark, ...others] = found.filter(({ scope }) => scope === 'benchmark');
    expect(others).toEqual([]);
    expect(benchmark).toMatchObject({ benchmark: 'ImageNet-1K top-1' });
    const on = benchmark!.members.filter(({ standing }) => standing === 'certain');
    // ResNet-18 takes more energy than MobileNetV2 in the same time and is right less often.
    expect(new Set(on.map(({ workload }) => workload))).toEqual(new Set(['alexnet', 'mobilenetv2']));
    const { accuracyPctPerJ, point } = on[0]!;
    expect(accuracyPctPerJ!.estimate).toBeCloseTo((1e3 * 56.522) / point.energyMj.estimate, 6);
  });

  it('takes no published accuracy for another precision', () => {
    const half = CELLS.map((each) => ({ ...each, levels: { ...each.levels, precision: 'int8' } }));
    expect(fronts(drawnRows(half))[0]!.members[0]).toMatchObject({ accuracy: null, accuracyPctPerJ: null });
  });
});

describe('kneeOf', () => {
  it('needs three points, one of them below the line between the ends', () => {
    const at = (...pairs: [number, number][]) => pairs.map(([logEnergy, logTime]) => ({ logEnergy, logTime }));
    expect(kneeOf(at([0, 1], [1, 0]))).toBeNull();
    expect(kneeOf(at([0, 1], [0.5, 0.5], [1, 0]))).toBeNull();
    expect(kneeOf(at([0, 1], [0.6, 0.6], [1, 0]))).toBeNull();
    expect(kneeOf(at([0, 10], [0.1, 4], [0.3, 1], [1, 0]))).toEqual({ logEnergy: 0.3, logTime: 1 });
  });
});
