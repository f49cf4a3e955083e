import { createHash, timingSafeEqual } from 'node:crypto';

/** The CSRF token of a session, derived from its secret without revealing it; unique to the session. */
export function csrfTokenOf(secret: string): string {
  return createHash('sha256').update(`csrf|${secret}`).digest('base64url');
}

export function isCsrfTokenOf(secret: string, given: string): boolean {
  const [mine, theirs] = [csrfTokenOf(secret), given].map((text) => createHash('sha256').update(text).digest());
  return timingSafeEqual(mine!, theirs!);
}
