import { Fault } from '@joulefleet/core';

/** Errors by which the server, or the way to it, is gone: Node's, PostgreSQL's classes 08 and 57, and the pool's own. */
const GONE = /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|08...|57P0[1-3]|P1001|P1017)$/;
const POOL_TIMEOUT = /timeout exceeded when trying to connect|Connection terminated/;
/** It is there but does not let us in: class 28 (authorisation), unknown database. */
const REJECTED = /^(28...|3D000)$/;

/**
 * The fault behind an error that means PostgreSQL is not there, or refuses us; null for any other error. What the driver said
 * stays in `cause`: it may hold paths and statements.
 */
export function databaseFault(error: unknown): Fault | null {
  for (let at = error; at instanceof Error && !(at instanceof Fault); at = at.cause) {
    const code = (at as { code?: unknown }).code;
    const word = typeof code === 'string' ? code : '';
    if (GONE.test(word) || POOL_TIMEOUT.test(at.message)) return unreachable(word, error);
    if (REJECTED.test(word)) return rejected(at.message, error);
  }
  return null;
}

function unreachable(code: string, cause: unknown): Fault {
  return new Fault(`PostgreSQL does not answer${code && ` (${code})`}`, {
    code: 'postgres_unreachable',
    origin: 'controller',
    transient: true,
    remedy: 'Wait for it, or look at GET /v1/health for the address that is tried.',
    cause,
  });
}

function rejected(said: string, cause: unknown): Fault {
  return new Fault(`PostgreSQL refuses the login: ${said}`, {
    code: 'postgres_rejected',
    origin: 'operator',
    transient: false,
    remedy: 'Correct user, password and database in DATABASE_URL.',
    cause,
  });
}
