import { derivedRandom } from '../random/seeded-random';
import type { NightJudge } from './night-judge';
import { selfTest, type SelfTest } from './self-test';

type Tested = Pick<NightJudge, 'judgedRows' | 'wouldFlag'>;

/** What the self-tests of many nights found, counted. */
export class SelfTestTally {
  /** Copies that got a change, those of them that were flagged, copies that were left as they are, and those of them that were flagged. */
  injected = 0;
  found = 0;
  untouched = 0;
  madeUp = 0;

  constructor(private readonly seed: number | string) {}

  /** Of a night without judged series it counts nothing. */
  addNight(judge: Tested, night: number): void {
    const test = selfTest(judge, derivedRandom(this.seed, `self-test ${night}`));
    this.injected += test.injected.length;
    this.found += flagged(test.injected);
    this.untouched += test.untouched.length;
    this.madeUp += flagged(test.untouched);
  }
}

function flagged(copies: SelfTest['injected']): number {
  return copies.filter(({ found }) => found).length;
}
