import { Fault } from '@joulefleet/core';
import { refusalFault, refusalOf } from './connection/refusal';

/** Errors that mean the server is unreachable: Node's, PostgreSQL's class 08, Prisma's, and the pool's own. */
const GONE =
  /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EHOSTUNREACH|EAI_AGAIN|08...|P1001|P1002|P1008|P1017|P2024|P2028)$/;
const POOL_TIMEOUT =
  /timeout exceeded when trying to connect|Connection terminated|Client has encountered a connection error/;
/** The server refuses the login: class 28 (authorisation), or an unknown database. */
const REJECTED = /^(28...|3D000)$/;

/** What PostgreSQL or its driver said. */
interface Said {
  code: string;
  message: string;
}

/**
 * The fault for an error that means PostgreSQL is unreachable, refuses the login, or answers and refuses the work (its disk is
 * full, it takes no changes, no connection is free, it shuts down); null for any other error. The driver's message stays in
 * `cause`, because it may contain paths and statements; of a refusal the server's own words are shown.
 */
export function databaseFault(error: unknown): Fault | null {
  for (let at = error; at instanceof Error && !(at instanceof Fault); at = at.cause) {
    const said = wordsOf(at);
    const refusal = refusalOf(said.code);
    if (refusal) return refusalFault(refusal, said.message, error);
    if (GONE.test(said.code) || POOL_TIMEOUT.test(said.message)) return unreachable(said.code, error);
    if (REJECTED.test(said.code)) return rejected(said.message, error);
  }
  return null;
}

/** The server's code and words, also where Prisma wraps them. */
function wordsOf(error: Error): Said {
  const { code, meta } = error as { code?: unknown; meta?: { driverAdapterError?: { cause?: unknown } } };
  const { originalCode, originalMessage } = (meta?.driverAdapterError?.cause ?? {}) as Record<string, unknown>;
  if (typeof originalCode === 'string') return { code: originalCode, message: String(originalMessage) };
  return { code: typeof code === 'string' ? code : '', message: error.message };
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
    origin: 'controller',
    transient: false,
    remedy: 'Correct user, password and database in DATABASE_URL.',
    cause,
  });
}
