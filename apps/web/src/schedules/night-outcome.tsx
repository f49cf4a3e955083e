import type { NightView } from '@joulefleet/contracts';
import { Badge, type Tone } from '../parts/badge';

export type Outcome = NightView['outcome'] | 'planned';

/** Sign and tone of each outcome; the sign tells them apart without colours. */
export const OUTCOMES: Readonly<Record<Outcome, { sign: string; tone: Tone; meaning: string }>> = {
  complete: { sign: '✓', tone: 'good', meaning: 'every trial has an accepted measurement' },
  incomplete: { sign: '◐', tone: 'warn', meaning: 'something is missing or failed' },
  failed: { sign: '✕', tone: 'bad', meaning: 'nothing was measured, or it did not start although it should have' },
  skipped: { sign: '–', tone: 'plain', meaning: 'it did not start, by choice' },
  running: { sign: '▶', tone: 'busy', meaning: 'it still runs' },
  planned: { sign: '○', tone: 'plain', meaning: 'one of the next starts' },
};

export function OutcomeBadge({ outcome }: { outcome: Outcome }) {
  const { sign, tone } = OUTCOMES[outcome];
  return (
    <Badge tone={tone}>
      <span aria-hidden="true">{sign}</span> {outcome}
    </Badge>
  );
}
