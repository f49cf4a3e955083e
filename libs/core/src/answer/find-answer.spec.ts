import * as fc from 'fast-check';
import { evidenceOf } from '../trust/cell-evidence';
import { drawnRows, type DrawnCell } from '../views/fixtures/drawn-rows';
import { findAnswer, type AskedCampaign } from './find-answer';
import type { Question } from './question';
import { unknownsOf, type Asked } from './unknowns';

const ANYTHING: Question = { objective: 'energy-per-inference', maxLatencyMs: null, maxPowerMw: null };
const evidence = evidenceOf({
  ...{ readings: 200, readingsPerS: 9, gapShare: 0, clocks: 'counters', start: 'usual' },
});
const drawing = { scatter: 0.003, absoluteShare: 0.02, evidence };

/** 200 batches of 16: 100 ms each in 20 s. */
const cell = (
  gpuHz: number | 'dvfs',
  powerMw: number,
  durationMs: number,
  more: Partial<DrawnCell> = {},
): DrawnCell => ({
  ...{ powerMw, durationMs, levels: { gpuHz }, ...more },
});
const CELLS = [
  cell('dvfs', 10_000, 18_000),
  cell(300e6, 4000, 40_000),
  cell(600e6, 6000, 20_000),
  cell(900e6, 9500, 17_000),
];

function campaign(cells: DrawnCell[], more: Partial<AskedCampaign> & { seed?: number } = {}): AskedCampaign {
  const { seed = 1, ...rest } = more;
  return {
    campaignId: 'c1',
    campaign: 'sweep',
    simulated: false,
    rows: drawnRows(cells, { ...drawing, seed }),
    ...rest,
  };
}

const ask = (question: Partial<Question> = {}, cells = CELLS) =>
  findAnswer([campaign(cells)], { ...ANYTHING, ...question });
const gpuOf = (found: ReturnType<typeof findAnswer>) => found.best?.cell.levels.gpuHz;

test.each([
  [{}, 600e6],
  [{ objective: 'latency' }, 900e6],
  [{ objective: 'edp' }, 600e6],
  [{ objective: 'energy-per-batch' }, 600e6],
  [{ objective: 'cost' }, 600e6],
  [{ maxLatencyMs: 95 }, 900e6],
  [{ maxPowerMw: 5000 }, 300e6],
  [{ objective: 'latency', maxPowerMw: 7000 }, 600e6],
] as const)('%j: %d Hz', (question, hz) => {
  const found = ask(question);
  expect(gpuOf(found)).toBe(hz);
  expect(found.best).toMatchObject({ fit: 'yes', rankable: true });
});

test('has the baseline of its row beside it, and its saving', () => {
  const { baseline, runnersUp } = ask();
  expect(baseline!.savingPct.estimate).toBeCloseTo(33.3, 0);
  expect(baseline).toMatchObject({ corrected: true, cell: { levels: { gpuHz: 'dvfs' } } });
  expect(runnersUp.map(({ mayBeBest }) => mayBeBest)).toEqual([false, false, false]);
  const constrained = ask({ maxLatencyMs: 86 });
  expect(constrained.baseline).toMatchObject({ corrected: false });
  expect(constrained.baseline!.savingPct.estimate).toBeCloseTo(10.3, 0);
});

test('a limit inside an interval is kept perhaps, and certain ones go first', () => {
  const near = ask({ maxPowerMw: 6050 }, CELLS.slice(0, 3));
  expect(near.best).toMatchObject({ fit: 'yes', cell: { levels: { gpuHz: 300e6 } } });
  expect(near.runnersUp).toMatchObject([{ fit: 'perhaps', cell: { levels: { gpuHz: 600e6 } } }]);
  const only = ask({ maxPowerMw: 6050 }, [CELLS[0]!, CELLS[2]!]);
  expect(only.best).toMatchObject({ fit: 'perhaps' });
  expect(unknownsOf(asked({ maxPowerMw: 6050 }), [campaign(CELLS)], only)[0]!.what).toMatch(/with certainty/);
});

test('where nothing keeps the limits it has the closest, and no answer', () => {
  const found = ask({ maxLatencyMs: 50 });
  expect(found).toMatchObject({ best: null, baseline: null, runnersUp: [], candidates: { all: 4, no: 4 } });
  expect(found.closest[0]!.cell.levels.gpuHz).toBe(900e6);
  expect(unknownsOf(asked({ maxLatencyMs: 50 }), [campaign(CELLS)], found)).toMatchObject([
    { what: 'none of 4 measured cells keeps 50 ms a batch' },
  ]);
});

const asked = (more: Partial<Asked> = {}): Asked => ({
  ...{ ...ANYTHING, workload: 'alexnet', device: null, deviceClass: null, batchSize: null, ...more },
});

test('a single trial is too low to rank: another cell goes first, and alone it says so', () => {
  const once = cell(500e6, 5000, 20_000, { trials: 1 });
  expect(gpuOf(ask({}, [...CELLS, once]))).toBe(600e6);
  const alone = [campaign([once])];
  const found = findAnswer(alone, ANYTHING);
  expect(found.best).toMatchObject({ rankable: false });
  expect(unknownsOf(asked(), alone, found).map(({ what }) => what)).toEqual([
    expect.stringMatching(/grade is [DE], too low to rank by: /),
    expect.stringMatching(/measured once/),
    expect.stringMatching(/what it saves is not known/),
    'only batch size 16 was measured',
  ]);
});

test('says where it is at an end of the clocks that were measured, over all campaigns', () => {
  const at = (gpuHz: number, powerMw: number) => cell(gpuHz, powerMw, 20_000);
  const [upper, lower] = [campaign([at(600e6, 6000), at(900e6, 9000)]), campaign([at(300e6, 9500), at(500e6, 9000)])];
  const edges = (campaigns: AskedCampaign[]) =>
    unknownsOf(asked(), campaigns, findAnswer(campaigns, ANYTHING)).filter(({ what }) => what.includes('clock'));
  expect(edges([upper])).toEqual([
    {
      what: 'its GPU clock, 600 MHz, is the lowest that was measured: whether lower ones are better is not known',
      how: 'gpuFrequency: all among the factors of a campaign file, or levels below it',
    },
  ]);
  expect(edges([upper, { ...lower, campaignId: 'c2' }])).toEqual([]);
});

test('without any trial it says what was never measured', () => {
  for (const campaigns of [[], [campaign([])]]) {
    const found = findAnswer(campaigns, ANYTHING);
    expect(found.best).toBeNull();
    const unknowns = unknownsOf(asked({ device: 'nano-1', batchSize: 8 }), campaigns, found);
    expect(unknowns).toMatchObject([{ what: expect.stringMatching(/^alexnet on nano-1 at batch 8: no /) as string }]);
  }
});

test('of a cell in two campaigns the first counts', () => {
  const campaigns = [campaign(CELLS, { seed: 2, campaignId: 'new' }), campaign(CELLS, { campaignId: 'old' })];
  const found = findAnswer(campaigns, ANYTHING);
  expect(found.best!.campaignId).toBe('new');
  expect(found.candidates.all).toBe(4);
});

test('the order of cells does not matter', () => {
  const rows = campaign(CELLS).rows;
  fc.assert(
    fc.property(fc.shuffledSubarray(rows[0]!.cells, { minLength: 4 }), (cells) => {
      const found = findAnswer([{ ...campaign(CELLS), rows: [{ ...rows[0]!, cells }] }], ANYTHING);
      expect(gpuOf(found)).toBe(600e6);
    }),
  );
});

test('says where the governors, or cells that may be as good, have a grade that is too low', () => {
  const [dvfs, ...pinned] = CELLS;
  const once = [{ ...dvfs!, trials: 1 }, ...pinned, cell(601e6, 6000, 20_010, { trials: 1 })];
  const found = ask({}, once);
  expect(found.baseline).toMatchObject({ rankable: false, cell: { grade: { grade: 'D' } } });
  expect(found.runnersUp.find(({ rankable, mayBeBest }) => !rankable && mayBeBest)).toBeDefined();
  const unknowns = unknownsOf(asked(), [campaign(once)], found).map(({ what }) => what);
  expect(unknowns).toEqual(
    expect.arrayContaining([
      'the grade of the governors is D, too low to quote a saving over them: a single trial',
      '1 of the runners-up may be as good, but their grades are too low to rank (D: a single trial)',
    ]),
  );
  expect(ask().baseline).toMatchObject({ rankable: true });
});
