import { Fault } from '@joulefleet/core';

/** A limit of what is taken at a time was exceeded; a retry is possible in `retryAfterS` seconds. */
export class TooMany extends Fault {
  constructor(
    code:
      'rate_limited' | 'too_many_attempts' | 'planner_busy' | 'too_many_streams' | 'too_many_exports' | 'traces_busy',
    message: string,
    readonly retryAfterS: number,
  ) {
    super(message, {
      code,
      origin: 'operator',
      transient: true,
      remedy: `Try again in ${retryAfterS} s.`,
    });
  }
}
