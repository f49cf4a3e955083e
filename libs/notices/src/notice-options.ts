import { RETRY_RULE, type AllowedHost, type RetryRule } from '@joulefleet/core';

/** Where notices may go, and how long they may take. */
export interface NoticeOptions {
  /** Nothing is sent to a host that is not among them. */
  hosts: readonly AllowedHost[];
  retry: RetryRule;
  /** Between two looks for nights that are over and notices that are due. */
  pollMs: number;
  /** Of a mail server: to be connected to, to greet, and to answer a command. */
  connectMs: number;
  greetingMs: number;
  answerMs: number;
  /** For all of an attempt, whatever the far side does. */
  attemptMs: number;
  /** A night that cannot be judged is tried again for so long; then its digest says why. */
  judgeMs: number;
}

export const DEFAULT_NOTICE_OPTIONS: NoticeOptions = {
  ...{ hosts: [], retry: RETRY_RULE, pollMs: 5_000 },
  ...{ connectMs: 10_000, greetingMs: 10_000, answerMs: 20_000, attemptMs: 60_000 },
  judgeMs: 3_600_000,
};

/** Injects `NoticeOptions`. */
export const NOTICE_OPTIONS = Symbol('NOTICE_OPTIONS');
/** Injects the `MasterKey` that seals the secrets of targets. */
export const NOTICE_MASTER_KEY = Symbol('NOTICE_MASTER_KEY');

/** An attempt of which nothing is known for so long is lost. */
export function lostAfterMs({ attemptMs }: NoticeOptions): number {
  return 2 * attemptMs + 1_000;
}
