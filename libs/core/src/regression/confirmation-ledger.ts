/** Nights whose allowance may be saved up. */
const MAX_SAVED_NIGHTS = 5;
/** From this score on a confirmation may borrow from the nights to come: it is rarely for nothing, and a large change takes few executions. */
const MAY_BORROW_FROM = 4;

/** Device time that confirmations may take: a share of what nights take, which unspent nights save up for the next ones. */
export class ConfirmationLedger {
  private balance = 0;
  private allowance = 0;

  /** @param share of a night's executions, such as 0.05. */
  constructor(private readonly share: number) {}

  /** A night began that executes so many times. */
  beginNight(executions: number): void {
    this.allowance = this.share * executions;
    this.balance = Math.min(this.balance + this.allowance, MAX_SAVED_NIGHTS * this.allowance);
  }

  /** Whether the confirmation of a flag with this score may start. One that runs is not cut off: its cost is saved up for afterwards. */
  mayStart(score: number): boolean {
    return this.balance + this.creditOf(score) > 0;
  }

  /** Whether so many executions are left, borrowed ones included: for what must not take from later confirmations. */
  covers(score: number, executions: number): boolean {
    return this.balance + this.creditOf(score) >= executions;
  }

  spend(executions: number): void {
    this.balance -= executions;
  }

  private creditOf(score: number): number {
    return Math.abs(score) >= MAY_BORROW_FROM ? MAX_SAVED_NIGHTS * this.allowance : 0;
  }
}
