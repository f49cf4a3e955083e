import type { ScheduleView } from '@joulefleet/contracts';
import { useState } from 'react';
import { VIEWER_ZONE } from '../format/zone';
import styles from './schedules.module.css';
import { clockChanges, tellStart } from './tell-start';

interface StartsProps {
  starts: ScheduleView['next'];
  /** Zone of the schedule: its own clock is shown too where it is another one. */
  zone: string;
}

/** The next starts on the clock of the viewer, and on that of the schedule where it differs. */
export function NextStarts({ starts, zone }: StartsProps) {
  const [openedMs] = useState(() => Date.now());
  const changes = clockChanges(starts, openedMs, VIEWER_ZONE);
  return (
    <ol className={styles.starts}>
      {starts.map(({ at, local }, i) => (
        <li key={at}>
          <time dateTime={at}>{tellStart(at, VIEWER_ZONE)}</time>
          {changes[i] !== null && ` ${changes[i]}`}
          {zone !== VIEWER_ZONE && <span className={styles.quiet}> ({local} there)</span>}
        </li>
      ))}
    </ol>
  );
}
