import type { TrialEvidence } from './trial-evidence';

/** `reject`: the trial is kept with its reasons and measured again. `flag`: it counts, and the finding is shown. */
export type Severity = 'reject' | 'flag';

/** One named reason why a trial may not count. */
export interface TrialCheck {
  readonly name: string;
  readonly severity: Severity;
  /** What was found, with numbers; null when there is nothing to say. */
  readonly finds: (evidence: TrialEvidence) => string | null;
  /** What the reader can do about it. */
  readonly remedy: string;
}
