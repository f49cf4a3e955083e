import type { ScheduleView } from '@joulefleet/contracts';
import { VIEWER_ZONE } from '../format/zone';
import styles from './schedules.module.css';
import { onOtherClock } from './tell-start';

/** When a night is due on the clock of its schedule, where that is not the viewer's. */
export function DueThere({ start }: { start: ScheduleView['next'][number] }) {
  const local = onOtherClock(start, VIEWER_ZONE);
  return local === null ? null : <p className={styles.quiet}>Due at {local} by the clock of the schedule.</p>;
}
