/** When what could not be sent is tried again. */
export interface RetryRule {
  /** After the first attempt; twice as long after each further one, `maxMs` at most. */
  firstMs: number;
  maxMs: number;
  /** Given up when the next attempt would be so long after the notice was stored. */
  giveUpAfterMs: number;
}

export const RETRY_RULE: RetryRule = { firstMs: 30_000, maxMs: 3_600_000, giveUpAfterMs: 3 * 86_400_000 };

/** The far side may ask for no longer pause. */
const MAX_ASKED_MS = 86_400_000;
/** A pause is drawn from this share less to this share more: not all come back at once after an outage. */
const JITTER = 0.2;

export interface FailedAttempts {
  /** Made so far, at least one. */
  attempts: number;
  /** How long ago the notice was stored. */
  ageMs: number;
  /** How long the far side asked to wait (`Retry-After`); null: it did not. */
  askedMs: number | null;
  /** Sending the same again is of no use. */
  permanent: boolean;
}

/**
 * The pause in ms before the next attempt, or null: it is given up.
 * @param random from 0 to 1.
 */
export function planRetry(
  rule: RetryRule,
  { attempts, ageMs, askedMs, permanent }: FailedAttempts,
  random: number,
): number | null {
  if (permanent) return null;
  const grown = Math.min(rule.maxMs, rule.firstMs * 2 ** (attempts - 1));
  const drawn = grown * (1 + JITTER * (2 * random - 1));
  const pauseMs = Math.round(Math.max(drawn, Math.min(askedMs ?? 0, MAX_ASKED_MS)));
  return ageMs + pauseMs > rule.giveUpAfterMs ? null : pauseMs;
}

/** The pause of a `Retry-After` header, in seconds or as a date (RFC 9110, 10.2.3), in ms; null for anything else. */
export function parseRetryAfter(header: string | undefined, nowMs: number): number | null {
  if (header === undefined) return null;
  if (/^\d{1,9}$/.test(header.trim())) return Number(header) * 1000;
  // Dates only: `Date.parse` takes more for one than the header may be.
  const atMs = /^[A-Z][a-z]{2,8},? /.test(header) ? Date.parse(header) : NaN;
  return Number.isNaN(atMs) ? null : Math.max(0, atMs - nowMs);
}
