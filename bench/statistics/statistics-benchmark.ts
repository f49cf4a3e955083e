import { derivedRandom, tTestPower } from '@joulefleet/core';
import type { Benchmark, Figure, Round, Target } from '../figures/figure';
import { makeFigure } from '../figures/make-figure';
import { bootstrapCoverage, simulateIntervals } from './simulate-intervals';
import { simulateSavings, SURFACES, type SavingCounts } from './simulate-savings';
import { simulateSensors } from './simulate-sensors';
import { simulateTables, simulateTests } from './simulate-tests';

/** As the study's boards repeat (MEASUREMENT 6). */
const BOARD_SD = 0.015;
const FEW = 3;
const TEN = { blocks: 10, sdLog: 0.01, blockSdLog: 0.01, difference: 0 };
const ONE_PCT = Math.log(1.01);
/** The spread of one round of 2,000 tries at 5 % is half a point: the median of many rounds is judged. */
const TRIES = 2_000;
const TYPE1_ROUNDS = 20;
const POWER_TRIES = 20_000;
const SENSORS = 10_000;
const CAMPAIGNS = 500;
const TRIALS = [3, 10];

const most = (limit: number): Target => ({ of: 'value', bound: '<=', limit });
const least = (limit: number): Target => ({ of: 'value', bound: '>=', limit });

type Draw = (purpose: string) => ReturnType<typeof derivedRandom>;

export const statisticsBenchmark: Benchmark = {
  name: 'statistics',
  about:
    'Coverage of intervals and of the uncertainty budget, errors and power of tests, and bias of savings, on known truth.',
  measure: async (say, { seed }) => {
    const draw: Draw = (purpose) => derivedRandom(seed, purpose);
    say('intervals');
    const ofIntervals = intervalFigures(draw);
    say('tests');
    const ofTests = [...type1Figures(draw), ...powerFigures(draw)];
    say('sensors');
    const ofSensors = sensorFigures(draw);
    say('savings');
    return [...ofIntervals, ...ofTests, ...ofSensors, ...savingFigures(draw)];
  },
};

/** The baseline is Student's interval of the three trials of each cell alone. */
function intervalFigures(draw: Draw): Figure[] {
  const found = simulateIntervals(1_000, FEW, BOARD_SD, draw('intervals'));
  const { cells } = found;
  const covered = { value: (100 * found.pooled) / cells, baseline: (100 * found.own) / cells };
  const width = { value: (100 * found.pooledWidth) / cells, baseline: (100 * found.ownWidth) / cells };
  const student = simulateIntervals(100, 10, BOARD_SD, draw('own'));
  const bootstrap = {
    value: 100 * bootstrapCoverage(1_000, 10, BOARD_SD, draw('bootstrap')),
    baseline: (100 * student.own) / student.cells,
  };
  return [
    ...between('coverage_pct', covered),
    makeFigure('half_width_pct', '%', [width], null),
    makeFigure('bootstrap_coverage_10_trials_pct', '%', [bootstrap], null),
  ];
}

/** The baseline takes the deviation of ten pairs for known; in tables it adjusts nothing. */
function type1Figures(draw: Draw): Figure[] {
  const rounds = Array.from({ length: TYPE1_ROUNDS }, (_, round): Round => {
    const { permutation, normal, tries } = simulateTests(TRIES, TEN, draw(`type 1 ${round}`));
    return { value: (100 * permutation) / tries, baseline: (100 * normal) / tries };
  });
  const { tables, holm, plain } = simulateTables(4_000, 20, { ...TEN, blockSdLog: 0 }, draw('tables'));
  const inTables = { value: (100 * holm) / tables, baseline: (100 * plain) / tables };
  return [makeFigure('type1_pct', '%', rounds, most(5.5)), makeFigure('type1_any_of_20_pct', '%', [inTables], most(6))];
}

/** The larger distance from theory of the paired permutation test and of Welch's; the baseline ignores the blocks. */
function powerFigures(draw: Draw): Figure[] {
  const noncentrality = (ONE_PCT * Math.sqrt(TEN.blocks)) / (Math.SQRT2 * TEN.sdLog);
  const theory = { paired: 100 * tTestPower(noncentrality, 9), welch: 100 * tTestPower(noncentrality, 18) };
  const pairs = { ...TEN, difference: ONE_PCT };
  const blocked = simulateTests(POWER_TRIES, pairs, draw('power'));
  const plain = simulateTests(POWER_TRIES, { ...pairs, blockSdLog: 0 }, draw('power without blocks'));
  const power = (rejected: number): number => (100 * rejected) / POWER_TRIES;
  const gaps = [power(blocked.permutation) - theory.paired, power(plain.welch) - theory.welch].map(Math.abs);
  const gap = { value: Math.max(...gaps), baseline: Math.abs(power(blocked.welch) - theory.welch) };
  return [
    makeFigure('power_gap_points', 'points', [gap], most(3)),
    makeFigure('power_pct', '%', [{ value: power(blocked.permutation), baseline: theory.paired }], null),
  ];
}

/** The baseline is the expanded uncertainty with k = 2, which covers too much where the offset alone matters. */
function sensorFigures(draw: Draw): Figure[] {
  const coverage = (fromMw: number, toMw: number): Round => {
    const range = { fromMw, toMw };
    const { sensors, covered, coveredByTwo } = simulateSensors(SENSORS, range, draw(`sensors ${fromMw} ${toMw}`));
    return { value: (100 * covered) / sensors, baseline: (100 * coveredByTwo) / sensors };
  };
  return [
    ...between('budget_coverage_pct', coverage(2_000, 20_000)),
    ...between('budget_coverage_2_w_pct', coverage(2_000, 2_000)),
  ];
}

/** Of all surfaces and numbers of trials the worst. The baseline is the saving as the trials that chose the optimum give it. */
function savingFigures(draw: Draw): Figure[] {
  const found = Object.entries(SURFACES).flatMap(([name, surface]) =>
    TRIALS.map((trials) => {
      const measured = { campaigns: CAMPAIGNS, trials, sdLog: BOARD_SD };
      return {
        unique: name !== 'equal' && name !== 'as-baseline',
        ...simulateSavings(surface, measured, draw(`${name} ${trials}`)),
      };
    }),
  );
  const worst = (biasOf: (each: SavingCounts) => number): number =>
    Math.max(...found.map((each) => Math.abs(biasOf(each)) / each.campaigns));
  const lowest = (countOf: (each: SavingCounts) => number, among: readonly SavingCounts[] = found): number =>
    Math.min(...among.map((each) => (100 * countOf(each)) / each.campaigns));
  const unique = found.filter((each) => each.unique);
  const bias = { value: worst((each) => each.correctedBias), baseline: worst((each) => each.rawBias) };
  const covered = { value: lowest((each) => each.correctedCovered), baseline: lowest((each) => each.rawCovered) };
  const inSet = {
    value: lowest((each) => each.bestInSet, unique),
    baseline: lowest((each) => each.bestChosen, unique),
  };
  return [
    makeFigure('corrected_saving_bias_points', 'points', [bias], most(0.3)),
    makeFigure('corrected_saving_coverage_pct', '%', [covered], null),
    makeFigure('best_in_set_pct', '%', [inSet], least(95)),
  ];
}

/** Both bounds of a coverage. */
function between(name: string, round: Round): Figure[] {
  return [makeFigure(name, '%', [round], least(93)), makeFigure(`${name}_most`, '%', [round], most(97))];
}
