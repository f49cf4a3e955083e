import { isCsrfTokenOf } from '@joulefleet/access';
import { Fault } from '@joulefleet/core';
import type { Request } from 'express';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * A browser sends its cookies along whoever made it send the request. One that changes something must come from a page of
 * this origin, as far as the browser tells, and carry the session's token. @throws Fault `csrf_refused` (operator).
 */
export function refuseForgery(request: Request, sessionSecret: string): void {
  if (SAFE.has(request.method)) return;
  refuseForeignPage(request);
  const given = request.headers['x-csrf-token'];
  if (typeof given === 'string' && isCsrfTokenOf(sessionSecret, given)) return;
  throw refused('the header X-CSRF-Token is missing, or is not that of the session');
}

/** @throws Fault `csrf_refused` (operator) when a browser says that a page of another origin asks for a change. */
export function refuseForeignPage({ method, headers }: Request): void {
  if (SAFE.has(method)) return;
  const site = headers['sec-fetch-site'];
  if (site !== undefined) {
    if (site === 'same-origin' || site === 'none') return;
    throw refused(`the request comes from another page (${String(site)})`);
  }
  const { origin, host } = headers;
  if (origin !== undefined && hostOf(origin) !== host) throw refused('the request comes from a page of another origin');
}

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}

function refused(message: string): Fault {
  return new Fault(message, {
    code: 'csrf_refused',
    origin: 'operator',
    transient: false,
    remedy: 'Send the csrfToken of GET /v1/session as X-CSRF-Token, from a page of the controller itself.',
  });
}
