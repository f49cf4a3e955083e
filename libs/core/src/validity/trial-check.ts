import type { TrialEvidence } from './trial-evidence';

/** `reject`: the trial is kept with its reasons and measured again. `flag`: it counts, and the finding is shown. */
export type Severity = 'reject' | 'flag';

/** A named reason to reject or flag a trial. */
export interface TrialCheck {
  readonly name: string;
  readonly severity: Severity;
  /** Another attempt would be rejected by it in the same way: none is made. */
  readonly repeats?: true;
  /** What was found, with numbers; null if nothing. */
  readonly finds: (evidence: TrialEvidence) => string | null;
  /** What to do about it. */
  readonly remedy: string;
}
