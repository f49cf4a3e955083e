/**
 * How a measured figure may differ from the mean that physics gives it. All are relative standard deviations; learnt from the trials themselves
 * (`chooseHyperparameters`).
 */
export interface Hyperparameters {
  /** What physics misses, smooth along the axes. */
  readonly misfit: number;
  /** Length of that along every axis, as a part of the axis' logarithmic range. */
  readonly length: number;
  /** What a cell has of its own and repeats (a quirk of its clocks). */
  readonly quirk: number;
  /** Between two trials of a cell. */
  readonly noise: number;
  /** What drifts over the time of the device, such as its temperature. */
  readonly drift: number;
  /** How the boards of earlier campaigns differ from those of the search, smooth along the axes. */
  readonly board: number;
}

export type HyperparameterName = keyof Hyperparameters;

/** What a process is of. Only power drifts. */
export type FigureKind = 'time' | 'power';

interface Prior {
  readonly levels: readonly number[];
  /** Of a log-normal distribution. `atUsualNoise`: it grows with the noise, because where trials vary much, cells are odd as well. */
  readonly median: number | { readonly atUsualNoise: Readonly<Record<FigureKind, number>>; readonly exponent: number };
  readonly sdLog: number;
  /** Below the median, where that is narrower; a cell that is taken to be less odd than it is makes a search too sure. */
  readonly sdLogBelow?: number;
}

/** Time over which a drift forgets itself, in s. */
export const DRIFT_S = 1_200;

/** How devices of a class differ (FIELD: up to 5 % between boards), and words such as the graph mode. */
export const DEVICE_SD = 0.03;
export const WORDS_SD = 0.15;

/** Length along every axis over which boards differ alike. */
export const BOARD_LENGTH = 1;

const ratios = (low: number, ratio: number, count: number): number[] =>
  Array.from({ length: count }, (_, index) => low * ratio ** index);

/** Of time and of power. MEASUREMENT 6: energy varies by 1.3 % between trials, half of its variance is of time. */
export const USUAL_NOISE = 0.009;

export const PRIORS: Readonly<Record<HyperparameterName, Prior>> = {
  noise: { levels: ratios(0.003, 1.35, 8), median: USUAL_NOISE, sdLog: 0.7 },
  misfit: { levels: ratios(0.003, 1.7, 10), median: 0.02, sdLog: 0.8 },
  quirk: {
    levels: [0.001, 0.002, 0.003, 0.0045, 0.006, 0.009, 0.014, 0.025, 0.05, 0.1, 0.2],
    // Clocks fix the time of a batch; a level of voltage may draw more power than its neighbours.
    median: { atUsualNoise: { time: 0.0009, power: 0.0036 }, exponent: 2 },
    sdLog: 0.9,
    sdLogBelow: 0.5,
  },
  length: { levels: [0.2, 0.35, 0.6, 1, 1.7], median: 0.7, sdLog: 0.5 },
  drift: { levels: [0.0005, 0.002, 0.004, 0.006, 0.009, 0.014], median: 0.004, sdLog: 0.7 },
  board: { levels: ratios(0.005, 2, 7), median: 0.02, sdLog: 1 },
};

export const START: Hyperparameters = {
  noise: USUAL_NOISE,
  misfit: 0.02,
  quirk: 0.003,
  length: 0.7,
  drift: 0.004,
  board: 0.02,
};

/** Logarithm of the prior density of a set, without its constant. */
export function logPrior(hyper: Hyperparameters, figure: FigureKind): number {
  let sum = 0;
  for (const name of Object.keys(PRIORS) as HyperparameterName[]) {
    const { median, sdLog, sdLogBelow = sdLog } = PRIORS[name];
    const expected =
      typeof median === 'number'
        ? median
        : median.atUsualNoise[figure] * (hyper.noise / USUAL_NOISE) ** median.exponent;
    const above = Math.log(hyper[name] / expected);
    sum -= (above / (above < 0 ? sdLogBelow : sdLog)) ** 2 / 2;
  }
  return sum;
}
