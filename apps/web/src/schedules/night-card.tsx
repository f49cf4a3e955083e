import type { NightView } from '@joulefleet/contracts';
import { describeNight, describeNightTrials } from '@joulefleet/core';
import { Link } from 'react-router';
import { VerdictBadge, type Verdict } from '../changes/verdict-badge';
import { formatDuration } from '../format/format';
import { VIEWER_ZONE } from '../format/zone';
import { LongText } from '../parts/long-text';
import { DueThere } from './due-there';
import { OutcomeBadge } from './night-outcome';
import styles from './schedules.module.css';
import { tellStart } from './tell-start';

const HOUR_S = 3600;

interface CardProps {
  night: NightView;
  named: boolean;
  /** What it showed, where that is known. */
  verdict?: Verdict | undefined;
}

/** A night: what it did and did not, why, what it launched, and what it showed. */
export function NightCard({ night, named, verdict }: CardProps) {
  const { schedule, due, lastDue, count, outcome, trials, underTest, detail, campaign, continued } = night;
  const time = describeTime(night);
  return (
    <li className={styles.night}>
      <h3>
        {named && <Link to={`/schedules/${schedule}`}>{schedule}</Link>}{' '}
        <time dateTime={due.at}>{tellStart(due.at, VIEWER_ZONE)}</time> <OutcomeBadge outcome={outcome} />{' '}
        {verdict && (
          <Link to={`/schedules/${schedule}/changes`} aria-label={`${verdict}: changes of ${schedule}`}>
            <VerdictBadge verdict={verdict} />
          </Link>
        )}
      </h3>
      {count > 1 && (
        <p>
          and {count - 1} more until {tellStart(lastDue.at, VIEWER_ZONE)}
        </p>
      )}
      <p>{describeNight(night).replace(/^./, (first) => first.toUpperCase())}.</p>
      {trials && <p>{describeNightTrials(trials, outcome)}.</p>}
      {time !== null && <p>{time}.</p>}
      {underTest !== null && (
        <p>
          Under test: <LongText text={underTest} />
        </p>
      )}
      {detail !== null && (
        <p>
          <LongText text={detail} />
        </p>
      )}
      {continued !== null && (
        <p>
          It began with what <Link to={`/campaigns/${continued}`}>an earlier campaign</Link> had left.
        </p>
      )}
      {campaign !== null && (
        <p>
          <Link to={`/campaigns/${campaign}`}>Campaign</Link> <Link to={`/campaigns/${campaign}/results`}>Results</Link>
        </p>
      )}
      <DueThere start={due} />
    </li>
  );
}

function describeTime({ startedAt, endedAt, deviceHours }: NightView): string | null {
  if (startedAt === null) return null;
  const device = `${formatDuration(deviceHours * HOUR_S)} of device time`;
  if (endedAt === null) return device;
  return `${formatDuration((Date.parse(endedAt) - Date.parse(startedAt)) / 1000)}, ${device}`;
}
