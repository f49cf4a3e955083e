import { SESSION_S } from '@joulefleet/access';
import type { Request, Response } from 'express';

const NAME = 'joulefleet_session';
const SECRET = new RegExp(`(?:^|;)\\s*${NAME}=([A-Za-z0-9_-]{43})\\s*(?:;|$)`);

/** The session secret in the request's cookie; null without one. */
export function readSessionCookie({ headers }: Request): string | null {
  return SECRET.exec(headers.cookie ?? '')?.[1] ?? null;
}

export function setSessionCookie(request: Request, response: Response, secret: string): void {
  response.cookie(NAME, secret, { ...attributes(request), maxAge: SESSION_S * 1000 });
}

export function clearSessionCookie(request: Request, response: Response): void {
  response.clearCookie(NAME, attributes(request));
}

/** Secure over https, also behind a proxy that terminates TLS: the Origin header shows how the page was loaded. */
function attributes(request: Request) {
  const secure = request.secure || request.headers.origin?.startsWith('https:') === true;
  return { httpOnly: true, sameSite: 'strict', path: '/', secure } as const;
}
