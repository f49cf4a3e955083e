/** Below this a series looks like its reference again. */
const CALM = 2;
/** A series that went away is suspicious again only with so much more evidence, in standard errors. */
const NEW_EVIDENCE = 0.5;
/** And in any case after so many nights. */
const MAX_QUIET_NIGHTS = 7;

/**
 * Which suspicions have been looked into already. Windows overlap, so a series that was suspicious tonight mostly is tomorrow as well;
 * measuring again every night would cost device time and spend the level of significance again.
 */
export class FlagMemory {
  private readonly score: Float64Array;
  private readonly nights: Int32Array;

  constructor(size: number) {
    this.score = new Float64Array(size);
    this.nights = new Int32Array(size);
  }

  /** Whether a score is to be looked into tonight; to be asked once a night. */
  isNew(row: number, score: number, threshold: number): boolean {
    if (this.score[row]! > 0) {
      this.nights[row] = this.nights[row]! + 1;
      if (score < CALM || this.nights[row] >= MAX_QUIET_NIGHTS) this.score[row] = 0;
      else if (score < this.score[row]! + NEW_EVIDENCE) return false;
    }
    return score >= threshold;
  }

  /** Tonight's score was looked into, and measuring again did not confirm it. */
  wentAway(row: number, score: number): void {
    this.score[row] = score;
    this.nights[row] = 0;
  }
}
