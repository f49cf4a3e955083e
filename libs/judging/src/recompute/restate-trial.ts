import { MAX_TRIAL_ATTEMPTS } from '@joulefleet/core';
import type { JudgedTrial, TrialStanding } from '@joulefleet/store';

/** What a trial is decided from after its attempts were judged anew. */
export type RejudgedTrial = Pick<JudgedTrial, 'state' | 'attempt' | 'campaignState'>;

export interface Verdict {
  attempt: number;
  verdict: string | null;
  /** Why it was rejected. */
  reason: string;
}

/**
 * How a trial stands after its attempts were judged anew; null: as before. An accepted trial whose attempt is rejected now counts
 * no longer: where its campaign goes on it is measured again, where it is over it is skipped with the reason. A trial that waits
 * or was skipped and has an accepted attempt now is accepted. A trial under way, or one that failed, is left alone. Pure.
 */
export function decideStanding(trial: RejudgedTrial, verdicts: readonly Verdict[]): TrialStanding | null {
  if (trial.state === 'assigned' || trial.state === 'failed') return null;
  const present = verdicts.find(({ attempt }) => attempt === trial.attempt);
  if (trial.state === 'accepted' && (!present || present.verdict === 'accepted')) return null;
  const accepted = verdicts.findLast(({ verdict }) => verdict === 'accepted');
  if (accepted) return { state: 'accepted', attempt: accepted.attempt, reason: null };
  if (trial.state !== 'accepted') return null;
  const rejected = verdicts.filter(({ verdict }) => verdict === 'rejected').length;
  const goesOn = trial.campaignState === 'running' || trial.campaignState === 'paused';
  if (goesOn && rejected < MAX_TRIAL_ATTEMPTS) return { state: 'pending', attempt: trial.attempt + 1, reason: null };
  return { state: 'skipped', attempt: trial.attempt, reason: `rejected when it was judged anew: ${present!.reason}` };
}
