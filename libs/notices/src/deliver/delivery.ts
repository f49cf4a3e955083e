import { cleanText, describeSystemError, hideSecretsInText } from '@joulefleet/core';

/** What is sent, whatever the way. */
export interface Letter {
  /** The same at each attempt. */
  id: string;
  target: string;
  title: string;
  text: string;
  digest: unknown;
  createdAt: Date;
}

/** What came of an attempt. */
export interface Delivery {
  sent: boolean;
  /** What the far side said, or what went wrong; without secrets. */
  detail: string;
  /** How long the far side asked to wait, in ms. */
  askedMs: number | null;
  /** Sending the same again is of no use. */
  permanent: boolean;
}

const MAX_DETAIL = 300;
const HIDDEN = '[hidden]';

export function sent(detail: string): Delivery {
  return { sent: true, detail, askedMs: null, permanent: false };
}

export function notSent(detail: string, more: Partial<Pick<Delivery, 'askedMs' | 'permanent'>> = {}): Delivery {
  return { sent: false, detail, askedMs: null, permanent: false, ...more };
}

/** Text of the far side in one short line, without what is secret. */
export function quote(text: string, secrets: readonly string[]): string {
  const masked = secrets
    .filter((secret) => secret !== '')
    .reduce((left, secret) => left.replaceAll(secret, HIDDEN), text);
  const line = cleanText(hideSecretsInText(masked).replace(/\s+/g, ' ').trim());
  return line.length > MAX_DETAIL ? `${line.slice(0, MAX_DETAIL)}…` : line;
}

/**
 * Runs an attempt within a limit; what it throws becomes a delivery that failed.
 * @param work ends when its signal fires.
 */
export async function withinLimit(
  { attemptMs, stopping, secrets }: { attemptMs: number; stopping: AbortSignal; secrets: readonly string[] },
  work: (signal: AbortSignal) => Promise<Delivery>,
): Promise<Delivery> {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), attemptMs);
  try {
    return await work(AbortSignal.any([limit.signal, stopping]));
  } catch (error) {
    if (stopping.aborted) return notSent('interrupted: the controller was stopped');
    if (limit.signal.aborted) return notSent(`no answer within ${attemptMs / 1000} s`);
    return notSent(quote(describeSystemError(rootOf(error)), secrets));
  } finally {
    clearTimeout(timer);
  }
}

/** Several addresses were tried: the first error says enough. */
function rootOf(error: unknown): unknown {
  return error instanceof AggregateError && error.message === '' ? error.errors[0] : error;
}
