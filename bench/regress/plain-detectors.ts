import { sampleMoments, twoSidedPValue, welchDifference } from '@joulefleet/core';
import type { Alarm, Detector } from './detector';
import { eDivisive } from './e-divisive';
import { CELLS, EXECUTIONS, SERIES, type SimulatedNight } from './simulated-fleet';

/** What a detector of single series is given: the mean of each night (a logarithm) and tonight's and last night's executions. */
interface SeriesSoFar {
  means: readonly number[];
  tonight: readonly number[];
  lastNight: readonly number[];
}

/** The direction of a change that is reported tonight, 0 for none. */
type Rule = () => (soFar: SeriesSoFar) => number;

const THRESHOLD = Math.log(1.05);
const WELCH_LEVEL = 0.001;
const Z_LIMIT = 5;
const Z_NIGHTS = 100;
const MIN_NIGHTS = 10;
/** E-divisive looks at the end of a series only; earlier change points do not move any more. */
const TAIL = 60;
const OTAVA = { windowLength: 50, maxPValue: 0.001, minMagnitude: 0 };
/** A change point within so many nights of one in the same direction that was reported is the same. */
const SAME = 5;

/** What tools do today, on the same nights. They judge by what is measured anyway and measure nothing again. */
export const PLAIN_DETECTORS: Readonly<Record<string, () => Detector>> = {
  fixed_5_pct: () => new SingleSeries(() => fixedThreshold),
  welch: () => new SingleSeries(() => welch),
  z_score_100: () => new SingleSeries(() => zScore),
  e_divisive: () => new SingleSeries(newChangePoint),
};

class SingleSeries implements Detector {
  private readonly series = SERIES.map(() => ({ means: [] as number[], lastNight: [] as number[] }));
  private readonly rules;

  constructor(rule: Rule) {
    this.rules = SERIES.map(() => rule());
  }

  night({ executions }: SimulatedNight): Alarm[] {
    return CELLS.flatMap((cell) => {
      const tonight = [...executions.subarray(cell * EXECUTIONS, (cell + 1) * EXECUTIONS)];
      if (Number.isNaN(tonight[0])) return [];
      const { means, lastNight } = this.series[cell]!;
      means.push(sampleMoments(tonight).mean);
      const direction = this.rules[cell]!({ means, tonight, lastNight });
      this.series[cell]!.lastNight = tonight;
      return direction === 0 ? [] : [{ members: [cell], direction }];
    });
  }

  /** They have no such thing. */
  accept(): void {}
}

function fixedThreshold({ means }: SeriesSoFar): number {
  const difference = means.length < 2 ? 0 : means.at(-1)! - means.at(-2)!;
  return Math.abs(difference) > THRESHOLD ? Math.sign(difference) : 0;
}

function welch({ tonight, lastNight }: SeriesSoFar): number {
  const difference = welchDifference(tonight, lastNight);
  if (difference === null || twoSidedPValue(difference) > WELCH_LEVEL) return 0;
  return Math.sign(difference.difference);
}

function zScore({ means }: SeriesSoFar): number {
  const before = means.slice(-Z_NIGHTS - 1, -1);
  if (before.length < MIN_NIGHTS) return 0;
  const { mean, deviation } = sampleMoments(before);
  const z = (means.at(-1)! - mean) / deviation!;
  return Math.abs(z) > Z_LIMIT ? Math.sign(z) : 0;
}

/** Judges the whole end of the series again each night, and reports what was not reported before. */
function newChangePoint(): (soFar: SeriesSoFar) => number {
  const reported: { index: number; direction: number }[] = [];
  return ({ means }) => {
    const from = Math.max(0, means.length - TAIL);
    const found = eDivisive(means.slice(from).map(Math.exp), OTAVA).map((index) => index + from);
    const fresh = found
      .filter((index) => index > means.length - TAIL / 2)
      .map((index) => ({ index, direction: Math.sign(means.at(-1)! - means[index - 1]!) }))
      .findLast(({ index, direction }) => {
        return !reported.some((each) => each.direction === direction && Math.abs(each.index - index) <= SAME);
      });
    if (fresh === undefined) return 0;
    reported.push(fresh);
    return fresh.direction;
  };
}
