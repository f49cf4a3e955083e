import { isCsrfTokenOf } from '@joulefleet/access';
import { Fault } from '@joulefleet/core';
import type { Request } from 'express';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * A browser attaches its cookies no matter which page caused the request. A request that changes something must come
 * from a page of this origin, as far as the browser reports it, and carry the session's CSRF token. @throws Fault
 * `csrf_refused` (operator).
 */
export function refuseForgery(request: Request, sessionSecret: string): void {
  if (SAFE.has(request.method)) return;
  refuseForeignPage(request);
  const given = request.headers['x-csrf-token'];
  if (typeof given === 'string' && isCsrfTokenOf(sessionSecret, given)) return;
  throw refused('missing or invalid X-CSRF-Token header');
}

/**
 * @throws Fault `csrf_refused` (operator) when the browser reports that a page of another origin sent a request that
 * changes something.
 */
export function refuseForeignPage({ method, headers }: Request): void {
  if (SAFE.has(method)) return;
  const site = headers['sec-fetch-site'];
  if (site !== undefined) {
    if (site === 'same-origin' || site === 'none') return;
    throw refused(`cross-site request refused (Sec-Fetch-Site: ${String(site)})`);
  }
  const { origin, host } = headers;
  if (origin !== undefined && hostOf(origin) !== host) throw refused('cross-origin request refused');
}

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}

function refused(message: string): Fault {
  return new Fault(message, {
    code: 'csrf_refused',
    origin: 'operator',
    transient: false,
    remedy: 'Send the csrfToken of GET /v1/session as X-CSRF-Token, from a page served by this controller.',
  });
}
