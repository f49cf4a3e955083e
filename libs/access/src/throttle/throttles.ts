import { Inject, Injectable } from '@nestjs/common';
import { Throttle, type ThrottleLimit } from './throttle';

export const ACCESS_LIMITS = Symbol('ACCESS_LIMITS');

/** How often what may happen; counts are this process's, and start anew with it. */
export interface AccessLimits {
  /** Failed logins of one name from one address. */
  loginsOfName: ThrottleLimit;
  /** Failed logins from one address, whatever the name. */
  loginsOfAddress: ThrottleLimit;
  /** Keys and cookies that open nothing, from one address. */
  credentials: ThrottleLimit;
  /** Requests of one user, or of one address without credentials. */
  requests: ThrottleLimit;
  /** Audit entries about refusals, from one address; and of all together. */
  refusals: ThrottleLimit;
  allRefusals: ThrottleLimit;
}

/** 200 parallel enrolments, with everything that watches them, stay below a tenth of `requests`. */
export const DEFAULT_LIMITS: AccessLimits = {
  loginsOfName: { times: 5, windowS: 900 },
  loginsOfAddress: { times: 30, windowS: 900 },
  credentials: { times: 60, windowS: 900 },
  requests: { times: 3000, windowS: 10 },
  refusals: { times: 20, windowS: 60 },
  allRefusals: { times: 200, windowS: 60 },
};

/** The controller's counters of who asks how often. */
@Injectable()
export class Throttles {
  readonly loginsOfName: Throttle;
  readonly loginsOfAddress: Throttle;
  readonly credentials: Throttle;
  readonly requests: Throttle;
  readonly refusals: Throttle;
  readonly allRefusals: Throttle;

  constructor(@Inject(ACCESS_LIMITS) limits: AccessLimits) {
    const attempts = (limit: ThrottleLimit, message: string): Throttle =>
      new Throttle(limit, 'too_many_attempts', message);
    this.loginsOfName = attempts(limits.loginsOfName, 'too many failed logins of this user from here');
    this.loginsOfAddress = attempts(limits.loginsOfAddress, 'too many failed logins from here');
    this.credentials = attempts(limits.credentials, 'too many wrong keys from here');
    this.requests = new Throttle(limits.requests, 'rate_limited', 'too many requests');
    this.refusals = attempts(limits.refusals, 'too many refusals');
    this.allRefusals = attempts(limits.allRefusals, 'too many refusals');
  }
}
