import type { NightChange } from '@joulefleet/contracts';
import { Badge, type Tone } from '../parts/badge';

const TONES: Readonly<Record<NightChange['state'], Tone>> = {
  suspected: 'warn',
  confirmed: 'bad',
  went_away: 'plain',
  fixed: 'good',
  expected: 'plain',
};

/** The state in a word, and whether somebody has taken it on. */
export function ChangeState({ change: { state, acknowledged, changePct } }: { change: NightChange }) {
  const tone = state === 'confirmed' && changePct < 0 ? 'good' : TONES[state];
  return (
    <>
      <Badge tone={tone}>{state.replace('_', ' ')}</Badge>
      {acknowledged && (
        <>
          {' '}
          <Badge tone="busy">acknowledged</Badge>
        </>
      )}
    </>
  );
}
