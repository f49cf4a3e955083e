import type { TrialRow } from '@joulefleet/contracts';
import { Badge, type Tone } from './badge';

const TONES: Readonly<Record<TrialRow['state'], Tone>> = {
  pending: 'plain',
  assigned: 'busy',
  accepted: 'good',
  failed: 'bad',
  skipped: 'warn',
  moved: 'plain',
};

export function TrialState({ state }: Pick<TrialRow, 'state'>) {
  return <Badge tone={TONES[state]}>{state}</Badge>;
}

/** What validity decided of an attempt; without a verdict nothing was measured, or it is not judged yet. */
export function Verdict({ verdict }: Pick<TrialRow, 'verdict'>) {
  if (verdict === null) return <Badge>no verdict</Badge>;
  return <Badge tone={verdict === 'accepted' ? 'good' : 'warn'}>{verdict}</Badge>;
}
