import type { Authentication, Authenticator } from '@joulefleet/access';
import type { Request } from 'express';
import { readSessionCookie } from './session-cookie';

/** Null: the request carries no credentials. The Authorization header takes precedence over the cookie. */
export async function identify(authenticator: Authenticator, request: Request): Promise<Authentication | null> {
  const { authorization } = request.headers;
  if (authorization !== undefined) return authenticator.byKey(authorization.replace(/^Bearer +/i, '').trim());
  const secret = readSessionCookie(request);
  return secret === null ? null : authenticator.bySession(secret);
}
