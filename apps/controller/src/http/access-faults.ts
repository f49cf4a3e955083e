import { Fault, type Principal, type Scope } from '@joulefleet/core';

/** One message for every cause, so that a caller learns nothing from it; the log has the cause. */
export function unauthorized(): Fault {
  return new Fault('missing or invalid API key or session', {
    code: 'unauthorized',
    origin: 'operator',
    transient: false,
    remedy: 'Log in with `joulefleet login`, or send an API key: `Authorization: Bearer jf_...`.',
  });
}

/** The caller is known, and lacks the scope of the route. */
export function forbidden({ name, via }: Principal, scope: Scope | 'open' | undefined): Fault {
  const reason = scope
    ? `requires the scope ${scope}, which ${name} does not have with this ${via.split(' ')[0]}`
    : 'is not available to anyone';
  return new Fault(`this request ${reason}`, {
    code: 'forbidden',
    origin: 'operator',
    transient: false,
    remedy: 'Ask an admin for a role with this scope, or use a key that has it.',
  });
}
