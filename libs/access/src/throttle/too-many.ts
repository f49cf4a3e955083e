import { Fault } from '@joulefleet/core';

/** Somebody asks too often; `retryAfterS` from now they may again. */
export class TooMany extends Fault {
  constructor(
    code: 'rate_limited' | 'too_many_attempts',
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
