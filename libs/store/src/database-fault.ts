import { Fault } from '@joulefleet/core';

/** Errors that mean the server is unreachable: Node's, PostgreSQL's classes 08 and 57, and the pool's own. */
const GONE = /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|08...|57P0[1-3]|P1001|P1017)$/;
const POOL_TIMEOUT = /timeout exceeded when trying to connect|Connection terminated/;
/** The server refuses the login: class 28 (authorisation), or an unknown database. */
const REJECTED = /^(28...|3D000)$/;

/**
 * The fault for an error that means PostgreSQL is unreachable or refuses the login; null for any other error. The
 * driver's message stays in `cause`, because it may contain paths and statements.
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

/** SQLSTATE classes for a value that the server cannot store (22: data exception, 54: program limit exceeded). */
const DATA = /^(22...|54...)$/;

/** What PostgreSQL says of a value that it cannot store, whoever asks again; null for any other error. */
export function dataRefusal(error: unknown): string | null {
  const { code, message } = error as { code?: unknown; message?: unknown };
  return typeof code === 'string' && DATA.test(code) ? `${String(message)} (${code})` : null;
}

function unreachable(code: string, cause: unknown): Fault {
  return new Fault(`PostgreSQL does not answer${code && ` (${code})`}`, {
    code: 'postgres_unreachable',
    origin: 'controller',
    transient: true,
    remedy: 'Wait for it to come back, or check the address that GET /v1/health reports.',
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
