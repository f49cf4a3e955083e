import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { TooMany } from './too-many';

export interface ThrottleLimit {
  /** Maximum count per window. */
  times: number;
  /** Length of the window in seconds, from the first count. */
  windowS: number;
}

/** Rate limiter with one counter per key, in the memory of this process. A success takes back only its own count. */
export class Throttle {
  private readonly limiter: RateLimiterMemory;

  constructor(
    limit: ThrottleLimit,
    private readonly code: 'rate_limited' | 'too_many_attempts',
    private readonly message: string,
  ) {
    this.limiter = new RateLimiterMemory({ points: limit.times, duration: limit.windowS });
  }

  /** Counts once. @throws TooMany beyond the limit. */
  async take(key: string): Promise<void> {
    const left = await this.limiter.consume(key).catch((refused: unknown) => refused);
    if (left instanceof RateLimiterRes && left.consumedPoints > this.limiter.points) throw this.tooMany(left);
    if (left instanceof Error) throw left;
  }

  /** Counts once and returns whether that was within the limit. */
  async allows(key: string): Promise<boolean> {
    return this.take(key).then(
      () => true,
      () => false,
    );
  }

  /** Counts nothing. @throws TooMany beyond the limit. */
  async check(key: string): Promise<void> {
    const left = await this.limiter.get(key);
    if (left && left.consumedPoints >= this.limiter.points) throw this.tooMany(left);
  }

  /** Takes back one `take`. */
  async giveBack(key: string): Promise<void> {
    await this.limiter.reward(key);
  }

  private tooMany({ msBeforeNext }: RateLimiterRes): TooMany {
    return new TooMany(this.code, this.message, Math.max(1, Math.ceil(msBeforeNext / 1000)));
  }
}
