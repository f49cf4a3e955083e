import type { NightChange, NightChanges } from '@joulefleet/contracts';
import { isOpenChange } from '@joulefleet/core';
import { Empty } from '../parts/states';
import { formatCount } from '../format/format';
import styles from '../schedules/schedules.module.css';
import { ChangeCard } from './change-card';

export function isOpen({ state }: NightChange): boolean {
  return isOpenChange(state);
}

interface FoundProps {
  view: NightChanges;
  shown: readonly NightChange[];
}

/** Changes as cards; where there is none, why. */
export function ChangesFound({ view: { schedule, nights, learning }, shown }: FoundProps) {
  if (learning > 0) {
    return (
      <Empty title={`Judged after ${formatCount(learning, 'more night')}`}>
        <p>
          {nights === 0 ? 'No night has measured anything yet.' : `${formatCount(nights, 'night')} measured something.`}{' '}
          How much a cell differs from night to night has to be known first.
        </p>
      </Empty>
    );
  }
  if (shown.length === 0) return <p>No change is open after {formatCount(nights, 'night')}.</p>;
  return (
    <ul className={styles.nights}>
      {shown.map((change) => (
        <ChangeCard key={change.id} schedule={schedule} change={change} />
      ))}
    </ul>
  );
}
