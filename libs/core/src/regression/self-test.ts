import type { Random } from '../random/seeded-random';
import { shuffle } from '../random/shuffle';
import { pctAsLog } from '../statistics/effect-sizes';
import type { NightJudge } from './night-judge';

/** Series that each half of a self-test takes. */
const SERIES = 3;
const INJECTED_PCT = 2;
/** As old as the injected change is. */
const INJECTED_NIGHTS = 3;

/** What stage one finds in copies of series: where a change was put in, and where none was. */
export interface SelfTest {
  injected: { row: number; found: boolean }[];
  untouched: { row: number; found: boolean }[];
}

/**
 * A night's test of its own detector: copies of three random series with 2 % more in their last three nights, and copies of three
 * others as they are (A against A). Nothing of the judge changes. With fewer than six series that are judged, fewer are taken.
 */
export function selfTest(judge: Pick<NightJudge, 'judgedRows' | 'wouldFlag'>, random: Random): SelfTest {
  const drawn = shuffle(judge.judgedRows(), random);
  const injected = drawn.slice(0, SERIES);
  const untouched = drawn.slice(SERIES, 2 * SERIES);
  const shift = pctAsLog(INJECTED_PCT);
  return {
    injected: injected.map((row) => ({ row, found: judge.wouldFlag(row, { shift, nights: INJECTED_NIGHTS }) })),
    untouched: untouched.map((row) => ({ row, found: judge.wouldFlag(row, { shift: 0, nights: 0 }) })),
  };
}
