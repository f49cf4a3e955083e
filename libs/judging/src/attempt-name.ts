import type { AttemptKey } from '@joulefleet/store';

/** An attempt as the key of a map. */
export function attemptName({ trialId, attempt }: AttemptKey): string {
  return `${trialId} ${attempt}`;
}
