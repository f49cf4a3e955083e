import { derivedRandom } from '@joulefleet/core';
import { RUN_TO_RUN } from '../../apps/twin/src/physics/disturbance';
import type { Benchmark, Figure, Target } from '../figures/figure';
import { makeFigure } from '../figures/make-figure';
import { simulateStopping, type Simulated, type Stopping } from './simulate-stopping';

/** Devices of 20 cells each: 1,000 cells a run. */
const DEVICES = 50;
const CELLS = 20;
const RUNS = 10;
const FIXED_TRIALS = 10;
/** As the twins repeat. */
const TWIN_SD = Math.hypot(RUN_TO_RUN.powerDeviation, RUN_TO_RUN.durationDeviation);
/** As the study's boards repeat (MEASUREMENT 6). */
const BOARD_SD = 0.015;

const COVERED: readonly Target[] = [
  { of: 'value', bound: '>=', limit: 93 },
  { of: 'value', bound: '<=', limit: 97 },
];

export const stoppingBenchmark: Benchmark = {
  name: 'stopping',
  about:
    'Trials that repeating until an interval saves against a fixed ten, and how often the interval holds the true mean, over 10,000 cells.',
  measure: async (say, { seed }) => {
    const at = (until: number, sd: number): Simulated => {
      say(`half-width ${100 * until} %, trials that repeat to ${(100 * sd).toFixed(2)} %`);
      const stopping: Stopping = { until, min: 3, max: 20, fixed: FIXED_TRIALS, devices: DEVICES * RUNS, cells: CELLS };
      return simulateStopping(stopping, sd, derivedRandom(seed, `${until} ${sd}`));
    };
    const twins = at(0.02, TWIN_SD);
    const boards = { wide: at(0.02, BOARD_SD), narrow: at(0.01, BOARD_SD) };
    return [
      makeFigure('trials_saved_pct', '%', [saved(twins)], { of: 'value', bound: '>=', limit: 60 }),
      ...coverage('coverage_pct', twins),
      ...coverage('coverage_boards_2_pct', boards.wide),
      ...coverage('coverage_boards_1_pct', boards.narrow),
      makeFigure('trials_saved_boards_2_pct', '%', [saved(boards.wide)], null),
      makeFigure('trials_boards_1', 'trials a cell', [trialsOf(boards.narrow)], null),
    ];
  },
};

/** The baseline is the fixed ten: 100 % of the trials. */
function saved({ trials, fixedTrials }: Simulated) {
  return { value: 100 * (1 - trials / fixedTrials), baseline: 100 };
}

function trialsOf({ trials, fixedTrials }: Simulated) {
  return { value: (FIXED_TRIALS * trials) / fixedTrials, baseline: FIXED_TRIALS };
}

/** Beside the coverage of the fixed ten, one bound each. */
function coverage(name: string, { covered, fixedCovered, cells }: Simulated): Figure[] {
  const round = { value: (100 * covered) / cells, baseline: (100 * fixedCovered) / cells };
  return COVERED.map((target) => makeFigure(target.bound === '>=' ? name : `${name}_most`, '%', [round], target));
}
