/** Nights over which a shift is looked for: sudden ones first, then slow ones. */
export const STEP_WINDOWS = [1, 2, 3, 5, 7] as const;
export const DRIFT_WINDOWS = [14, 28] as const;
/** Nights that a reference is the mean of, at most. */
export const REFERENCE_NIGHTS = 28;
/** A night becomes part of the reference after the longest window in which it could be a step. */
const LAG = 7;
const RECENT = 28;

/**
 * The nights of many series: of each the latest ones, the reference and the anchor. Plain arrays, because thousands of series over
 * years are judged at once.
 *
 * - The **reference** is the mean of the last 28 clean nights that are at least seven nights old. It follows what is accepted.
 * - The **anchor** is the mean of the first 28 clean nights after the last decision. It does not move, so a slow drift shows against it.
 *
 * Only measured nights count; a missing one changes nothing.
 */
export class SeriesBook {
  /** The first value of each series, taken off all others: sums of squares keep their digits. */
  private readonly origin: Float64Array;
  private readonly recent: Float64Array;
  private readonly recentCount: Int32Array;
  private readonly reference: Float64Array;
  private readonly referenceSeen: Int32Array;
  private readonly referenceSum: Float64Array;
  private readonly anchorSum: Float64Array;
  private readonly anchorCount: Int32Array;

  constructor(readonly size: number) {
    this.origin = new Float64Array(size).fill(NaN);
    this.recent = new Float64Array(size * RECENT);
    this.recentCount = new Int32Array(size);
    this.reference = new Float64Array(size * REFERENCE_NIGHTS);
    this.referenceSeen = new Int32Array(size);
    this.referenceSum = new Float64Array(size);
    this.anchorSum = new Float64Array(size);
    this.anchorCount = new Int32Array(size);
  }

  /** Adds tonight's value. `hold`: the series is suspicious, and no night becomes part of its reference. */
  add(row: number, nightValue: number, hold: boolean): void {
    if (Number.isNaN(this.origin[row]!)) this.origin[row] = nightValue;
    const count = this.recentCount[row]!;
    if (count >= LAG && !hold) this.promote(row, this.recentAt(row, LAG - 1));
    this.recent[row * RECENT + (count % RECENT)] = nightValue - this.origin[row]!;
    this.recentCount[row] = count + 1;
  }

  /** Nights since the last decision, at most 28: how many `recentAt` has. */
  recentNights(row: number): number {
    return Math.min(this.recentCount[row]!, RECENT);
  }

  /** The value `back` measured nights ago, off the origin; 0 is tonight. */
  recentAt(row: number, back: number): number {
    return this.recent[row * RECENT + ((this.recentCount[row]! - 1 - back) % RECENT)]!;
  }

  /** The value of the last measured night. */
  latest(row: number): number {
    return this.origin[row]! + this.recentAt(row, 0);
  }

  referenceNights(row: number): number {
    return Math.min(this.referenceSeen[row]!, REFERENCE_NIGHTS);
  }

  /** Off the origin. Without a reference: the mean of what there is, 0 before the first night. */
  referenceMean(row: number): number {
    const nights = this.referenceNights(row);
    return nights > 0 ? this.referenceSum[row]! / nights : this.meanOfRecent(row, this.recentNights(row));
  }

  /** The reference itself; NaN before the first night. */
  referenceLevel(row: number): number {
    return this.origin[row]! + this.referenceMean(row);
  }

  /** Whether there was a night, decisions or not. */
  isKnown(row: number): boolean {
    return !Number.isNaN(this.origin[row]!);
  }

  anchorNights(row: number): number {
    return this.anchorCount[row]!;
  }

  anchorMean(row: number): number {
    return this.anchorSum[row]! / Math.max(1, this.anchorCount[row]!);
  }

  /** How far a value is off the reference; 0 for the first one of a series. */
  deviation(row: number, nightValue: number): number {
    return Number.isNaN(this.origin[row]!) ? 0 : nightValue - this.origin[row]! - this.referenceMean(row);
  }

  /** The nights of the reference, oldest first, off its mean, into `into`; returns how many. */
  residuals(row: number, into: Float64Array): number {
    const nights = this.referenceNights(row);
    const mean = this.referenceMean(row);
    const first = this.referenceSeen[row]! - nights;
    for (let i = 0; i < nights; i++)
      into[i] = this.reference[row * REFERENCE_NIGHTS + ((first + i) % REFERENCE_NIGHTS)]! - mean;
    return nights;
  }

  /** A decision: what the last `nights` measured is the reference from now on. What was before is forgotten. */
  accept(row: number, nights: number): void {
    const kept = Array.from({ length: Math.min(nights, this.recentNights(row)) }, (_, back) =>
      this.recentAt(row, back),
    );
    [this.recentCount[row], this.referenceSeen[row], this.referenceSum[row]] = [0, 0, 0];
    [this.anchorSum[row], this.anchorCount[row]] = [0, 0];
    for (const value of kept.reverse()) this.promote(row, value);
  }

  /** A decision: the present reference is the anchor of drifts from now on. */
  moveAnchor(row: number): void {
    const nights = this.referenceNights(row);
    this.anchorCount[row] = nights;
    this.anchorSum[row] = nights * this.referenceMean(row);
  }

  /** A copy of one row as row 0 of a book of its own, its last `nights` shifted. */
  shadow(row: number, { shift, nights }: { shift: number; nights: number }): SeriesBook {
    const copy = new SeriesBook(1);
    const from = row * RECENT;
    copy.recent.set(this.recent.subarray(from, from + RECENT));
    copy.recentCount[0] = this.recentCount[row]!;
    [copy.referenceSeen[0], copy.referenceSum[0]] = [this.referenceSeen[row]!, this.referenceSum[row]!];
    [copy.anchorSum[0], copy.anchorCount[0]] = [this.anchorSum[row]!, this.anchorCount[row]!];
    for (let back = 0; back < Math.min(nights, copy.recentNights(0)); back++) {
      const place = (copy.recentCount[0] - 1 - back) % RECENT;
      copy.recent[place] = copy.recent[place]! + shift;
    }
    return copy;
  }

  private promote(row: number, value: number): void {
    const seen = this.referenceSeen[row]!;
    const place = row * REFERENCE_NIGHTS + (seen % REFERENCE_NIGHTS);
    const replaced = seen >= REFERENCE_NIGHTS ? this.reference[place]! : 0;
    this.reference[place] = value;
    this.referenceSum[row] = this.referenceSum[row]! + value - replaced;
    this.referenceSeen[row] = seen + 1;
    if (this.anchorCount[row]! >= REFERENCE_NIGHTS) return;
    this.anchorSum[row] = this.anchorSum[row]! + value;
    this.anchorCount[row] = this.anchorCount[row]! + 1;
  }

  private meanOfRecent(row: number, nights: number): number {
    let sum = 0;
    for (let back = 0; back < nights; back++) sum += this.recentAt(row, back);
    return nights === 0 ? 0 : sum / nights;
  }
}
