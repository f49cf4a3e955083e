import { createHash, timingSafeEqual } from 'node:crypto';

/** The synchroniser token of a session: follows from its secret, does not give it away, and is no other session's. */
export function csrfTokenOf(secret: string): string {
  return createHash('sha256').update(`csrf|${secret}`).digest('base64url');
}

export function isCsrfTokenOf(secret: string, given: string): boolean {
  const [mine, theirs] = [csrfTokenOf(secret), given].map((text) => createHash('sha256').update(text).digest());
  return timingSafeEqual(mine!, theirs!);
}
