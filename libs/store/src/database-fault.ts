import { Fault } from '@joulefleet/core';

/** Errors by which the server, or the way to it, is gone: Node's, PostgreSQL's classes 08 and 57, and the pool's own. */
const GONE = /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|08...|57P0[1-3]|P1001|P1017)$/;
const POOL_TIMEOUT = /timeout exceeded when trying to connect|Connection terminated/;

/** The fault behind an error that means PostgreSQL is not there; null for any other error. */
export function databaseFault(error: unknown): Fault | null {
  for (let at = error; at instanceof Error; at = at.cause) {
    const code = (at as { code?: unknown }).code;
    const gone = (typeof code === 'string' && GONE.test(code)) || POOL_TIMEOUT.test(at.message);
    if (gone) {
      return new Fault(`PostgreSQL does not answer: ${at.message || String(code)}`, {
        code: 'postgres_unreachable',
        origin: 'controller',
        transient: true,
        remedy: 'Wait for it, or look at GET /v1/health for the address that is tried.',
        cause: error,
      });
    }
  }
  return null;
}
