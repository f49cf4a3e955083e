/** Bounds what another side may send: so many bytes at once, and so many more with each second. */
export class ByteBudget {
  private left: number;
  private atMs: number | undefined;

  constructor(
    private readonly atOnce: number,
    private readonly perSecond: number,
  ) {
    this.left = atOnce;
  }

  /**
   * Whether `bytes` are within the budget.
   * @param nowMs of a monotonic clock.
   */
  spend(bytes: number, nowMs: number): boolean {
    const earned = ((nowMs - (this.atMs ?? nowMs)) / 1_000) * this.perSecond;
    this.left = Math.min(this.atOnce, this.left + earned) - bytes;
    this.atMs = nowMs;
    return this.left >= 0;
  }
}
