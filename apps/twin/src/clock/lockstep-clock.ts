/** What the clock drives. */
export interface Driven {
  /** Lives on until `limitUs`, or until work is finished if that comes first; returns the instant reached. */
  advance(limitUs: number): number;
  /** An instant before which the work in hand does not end; null without work. */
  workHorizonUs(): number | null;
  /** Makes rails and clock files show the instant `nowUs`; called before a sleeper is told that it has come. */
  present(nowUs: number): void;
}

/** Real time, in ms, and a timer; handed in so that tests need not wait. */
export interface RealTime {
  nowMs(): number;
  setTimer(run: () => void, delayMs: number): () => void;
}

/** What a party waits for: an instant, or its work (`poll` answers and returns true once that is finished). */
export type Wait = { untilUs: number; answer(nowUs: number): void } | { poll(): boolean };

/** One connection to the clock. */
export interface Party {
  holding: boolean;
  wait: Wait | null;
}

/** A wake-up less than this ahead of real time is answered at once: timers are no finer. */
const LEAD_MS = 1;
/** Real time lost while a holder was awake is made up for by at most this much. */
const CREDIT_MS = 4;

/**
 * A twin's monotonic clock, in µs. While a party holds, time stands still unless every holder waits; then it jumps to the
 * earliest wake-up, not faster than `timeScale` times real time. Without a holder it runs at `timeScale` times real time;
 * what happens meanwhile is computed when someone looks.
 *
 *     holder A  ..s|-------->....s|----->
 *     holder B  .......s|---------------------->
 *     time      standing   jumps to A, stands, jumps to A, ...
 */
export class LockstepClock {
  private readonly parties = new Set<Party>();
  private us: number;
  /** Pacing: at the real time `anchorMs` the clock is due to show `anchorUs`. */
  private anchorUs: number;
  private anchorMs: number;
  private stands = false;
  private cancelTimer: (() => void) | null = null;

  constructor(
    private readonly driven: Driven,
    private readonly real: RealTime,
    private readonly timeScale: number,
    startUs: number,
  ) {
    this.us = startUs;
    this.anchorUs = startUs;
    this.anchorMs = real.nowMs();
  }

  get held(): boolean {
    for (const party of this.parties) if (party.holding) return true;
    return false;
  }

  join(): Party {
    const party: Party = { holding: false, wait: null };
    this.parties.add(party);
    return party;
  }

  leave(party: Party): void {
    this.parties.delete(party);
  }

  /** Ends all: no timer is left behind. */
  stop(): void {
    this.parties.clear();
    this.disarm();
  }

  /**
   * Brings the clock to where parties and real time allow, answers those whose wait is over, and returns the time.
   * To be called after anything that a party did, and before the time is looked at.
   */
  sync(): number {
    const realMs = this.real.nowMs();
    for (;;) {
      this.answerDue();
      if (this.updateStanding(realMs)) break;
      const targetUs = this.target(realMs);
      if (targetUs <= this.us) break;
      this.us = this.driven.advance(targetUs);
    }
    this.arm(realMs);
    return this.us;
  }

  /** The instant to go to: the next wake-up if real time is (almost) there, else what real time allows before it. */
  private target(realMs: number): number {
    const wakeUs = this.nextWakeUs();
    const pacedUs = Math.floor(this.anchorUs + (realMs - this.anchorMs) * 1000 * this.timeScale);
    if (wakeUs === null) return pacedUs;
    return this.dueMs(wakeUs) - realMs < LEAD_MS ? wakeUs : Math.min(pacedUs, wakeUs);
  }

  private answerDue(): void {
    let presented = false;
    for (const party of this.parties) {
      const { wait } = party;
      if (wait === null) continue;
      if ('poll' in wait) {
        if (wait.poll()) party.wait = null;
      } else if (wait.untilUs <= this.us) {
        if (!presented) this.driven.present(this.us);
        presented = true;
        party.wait = null;
        wait.answer(this.us);
      }
    }
  }

  /** Whether time stands still; when it starts again, what was lost meanwhile is forgiven but for the credit. */
  private updateStanding(realMs: number): boolean {
    let stands = false;
    for (const party of this.parties) stands ||= party.holding && party.wait === null;
    if (this.stands && !stands && realMs - this.dueMs(this.us) > CREDIT_MS) {
      this.anchorUs = this.us;
      this.anchorMs = realMs - CREDIT_MS;
    }
    this.stands = stands;
    return stands;
  }

  /** The earliest instant at which someone has to be answered, as far as is known. */
  private nextWakeUs(): number | null {
    let wakeUs = Infinity;
    let working = false;
    for (const { wait } of this.parties) {
      if (wait === null) continue;
      if ('poll' in wait) working = true;
      else wakeUs = Math.min(wakeUs, wait.untilUs);
    }
    if (working) wakeUs = Math.min(wakeUs, this.driven.workHorizonUs() ?? Infinity);
    return wakeUs === Infinity ? null : wakeUs;
  }

  private dueMs(us: number): number {
    return this.anchorMs + (us - this.anchorUs) / (1000 * this.timeScale);
  }

  private arm(realMs: number): void {
    this.disarm();
    const wakeUs = this.stands ? null : this.nextWakeUs();
    if (wakeUs === null) return;
    this.cancelTimer = this.real.setTimer(() => this.sync(), Math.max(1, Math.floor(this.dueMs(wakeUs) - realMs)));
  }

  private disarm(): void {
    this.cancelTimer?.();
    this.cancelTimer = null;
  }
}
