import type { NightChanges } from '@joulefleet/contracts';
import { Badge, type Tone } from '../parts/badge';

export type Verdict = NightChanges['calendar'][number]['verdict'];

/** Sign and tone of each verdict; the sign tells them apart without colours. */
export const VERDICTS: Readonly<Record<Verdict, { sign: string; tone: Tone; meaning: string }>> = {
  changed: { sign: '!', tone: 'bad', meaning: 'a change was confirmed in it' },
  suspected: { sign: '?', tone: 'warn', meaning: 'something was flagged that is not decided, or went away' },
  quiet: { sign: '✓', tone: 'good', meaning: 'nothing changed' },
  learning: { sign: '·', tone: 'plain', meaning: 'too few nights before it to judge' },
};

export function VerdictBadge({ verdict }: { verdict: Verdict }) {
  const { sign, tone } = VERDICTS[verdict];
  return (
    <Badge tone={tone}>
      <span aria-hidden="true">{sign}</span> {verdict}
    </Badge>
  );
}
