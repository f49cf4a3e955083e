import type { TrialBody } from '@joulefleet/contracts';
import type { LightBoard } from './light-board';
import type { LightSampler } from './light-sampler';

type Rests = NonNullable<TrialBody['idle']>;

/** As the agent's `idle_power.py`: until no reading holds any of the workload. */
const SETTLE_US = 1_000_000;

/** The rests of a trial at its operating point, before its workload is loaded and after it has ended. */
export class LightRests {
  private readonly timeUs: number;
  private readonly windows: Partial<Rests> = {};

  constructor(
    private readonly light: LightBoard,
    private readonly sampler: LightSampler,
    idleS: number,
  ) {
    this.timeUs = idleS > 0 ? idleS * 1e6 + 2 * light.averagingUs : 0;
  }

  before(): void {
    this.rest('before', 0);
  }

  after(): void {
    this.rest('after', SETTLE_US);
  }

  /** Null: the trial has none. */
  body(): Rests | null {
    const { before, after } = this.windows;
    return before && after ? { before, after } : null;
  }

  private rest(name: keyof Rests, settleUs: number): void {
    if (this.timeUs === 0) return;
    const startUs = Math.round(this.light.board.nowUs + settleUs);
    const endUs = Math.round(startUs + this.timeUs);
    this.sampler.runUntil(endUs);
    this.windows[name] = { startUs, endUs };
  }
}
