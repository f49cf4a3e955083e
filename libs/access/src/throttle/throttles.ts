import { Inject, Injectable } from '@nestjs/common';
import { Throttle, type ThrottleLimit } from './throttle';

export const ACCESS_LIMITS = Symbol('ACCESS_LIMITS');

/** Rate limits. Counters live in this process and are reset by a restart. */
export interface AccessLimits {
  /** Failed logins of one user name from one address. */
  loginsOfName: ThrottleLimit;
  /** Failed logins from one address under any name. */
  loginsOfAddress: ThrottleLimit;
  /** Invalid API keys and cookies from one address. */
  credentials: ThrottleLimit;
  /** Requests of one user, or from one address without credentials. */
  requests: ThrottleLimit;
  /** Audit entries about refusals: from one address, and in total. */
  refusals: ThrottleLimit;
  allRefusals: ThrottleLimit;
}

/** 200 parallel enrollments, including the polling of their clients, stay below a tenth of `requests`. */
export const DEFAULT_LIMITS: AccessLimits = {
  loginsOfName: { times: 5, windowS: 900 },
  loginsOfAddress: { times: 30, windowS: 900 },
  credentials: { times: 60, windowS: 900 },
  requests: { times: 3000, windowS: 10 },
  refusals: { times: 20, windowS: 60 },
  allRefusals: { times: 200, windowS: 60 },
};

/** The controller's rate limiters. */
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
    this.loginsOfName = attempts(limits.loginsOfName, 'too many failed logins of this user from this address');
    this.loginsOfAddress = attempts(limits.loginsOfAddress, 'too many failed logins from this address');
    this.credentials = attempts(limits.credentials, 'too many invalid keys from this address');
    this.requests = new Throttle(limits.requests, 'rate_limited', 'too many requests');
    this.refusals = attempts(limits.refusals, 'too many refusals');
    this.allRefusals = attempts(limits.allRefusals, 'too many refusals');
  }
}
