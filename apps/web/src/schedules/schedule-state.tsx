import type { ScheduleView } from '@joulefleet/contracts';
import { Badge } from '../parts/badge';

export function ScheduleState({ schedule: { state, running } }: { schedule: ScheduleView }) {
  return (
    <>
      {state === 'active' && <Badge tone="good">active</Badge>}
      {state === 'paused' && <Badge tone="warn">paused</Badge>}
      {state === 'owner_disabled' && <Badge tone="bad">owner may not launch</Badge>}{' '}
      {running && <Badge tone="busy">a night is open</Badge>}
    </>
  );
}
