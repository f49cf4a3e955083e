import type { NightChange } from '@joulefleet/contracts';
import { describeChangeSize, METRIC_WORDS } from '@joulefleet/figures';
import { Link } from 'react-router';
import { formatMoment } from '../format/format';
import { VIEWER_ZONE } from '../format/zone';
import { LongText } from '../parts/long-text';
import styles from '../schedules/schedules.module.css';
import { tellStart } from '../schedules/tell-start';
import { useMay } from '../session/session';
import { ChangeState } from './change-state';
import { MarkActions } from './mark-action';
import { seriesPath } from './series-path';

const SIBLING_WORDS = {
  differ: 'they differ as well',
  alike: 'they are alike',
  unclear: 'it is not certain',
} as const;

interface CardProps {
  schedule: string;
  change: NightChange;
}

/** A change: what, where, how much and since when, why, what people said of it, and what they may say. */
export function ChangeCard({ schedule, change }: CardProps) {
  const { id, about, kind, device, metric, cells, since, decided, state } = change;
  const worse = change.changePct > 0;
  return (
    <li className={styles.night} id={`change-${id}`}>
      <h3>
        <span aria-hidden="true">{worse ? '▲' : '▼'}</span> {describeChangeSize(change)} {METRIC_WORDS[metric]},{' '}
        {worse ? 'worse' : 'better'} <ChangeState change={change} />
      </h3>
      <p>
        <Link to={seriesPath(schedule, change)}>
          {kind === 'device' ? `All of ${about}` : kind === 'group' ? `${about}, ${cells} cells` : about}
        </Link>
        {kind === 'series' && device !== null && (
          <>
            {' '}
            on <Link to={`/fleet/${device}`}>{device}</Link>
          </>
        )}
      </p>
      <p>
        Since the night of <time dateTime={since.at}>{tellStart(since.at, VIEWER_ZONE)}</time>
        {decided !== null && state !== 'suspected' && `, decided ${tellStart(decided.at, VIEWER_ZONE)}`}
        {state === 'suspected' && '; the next nights decide'}.
      </p>
      <Versions change={change} />
      <MeasuredAgain change={change} />
      {change.cause !== null && (
        <p>
          Put down to {change.cause.replace('_', ' ')}: {change.because}.
        </p>
      )}
      <Marks change={change} />
      <Actions schedule={schedule} change={change} />
    </li>
  );
}

function Versions({ change: { underTest, narrowed } }: Pick<CardProps, 'change'>) {
  if (narrowed !== null) return <Narrowed {...narrowed} />;
  const { before, since } = underTest;
  if (before === since) return since === null ? null : <p>Under test before and since: {since}.</p>;
  return (
    <p>
      Under test: <LongText text={before ?? 'not known'} /> before, <LongText text={since ?? 'not known'} /> since.
    </p>
  );
}

/** What bisecting has found. */
function Narrowed({ before, since, between }: NonNullable<NightChange['narrowed']>) {
  if (between === 0) {
    return (
      <p>
        Changed by <LongText text={since} />; the version before it is <LongText text={before} />.
      </p>
    );
  }
  return (
    <p>
      Changed between <LongText text={before} /> and <LongText text={since} />, with {between} more in between.
    </p>
  );
}

function MeasuredAgain({ change: { measuredAgain } }: Pick<CardProps, 'change'>) {
  if (measuredAgain === null) return null;
  const { outcome, sibling } = measuredAgain;
  return (
    <p>
      Former and present version, measured in turn in that night, {outcome}: {describeChangeSize(measuredAgain)}.
      {sibling !== null && (
        <>
          {' '}
          On its sibling <Link to={`/fleet/${sibling.device}`}>{sibling.device}</Link> {SIBLING_WORDS[sibling.outcome]}:{' '}
          {describeChangeSize(sibling)}.
        </>
      )}
    </p>
  );
}

/** What people said, the oldest first. */
function Marks({ change: { marks } }: Pick<CardProps, 'change'>) {
  if (marks.length === 0) return null;
  return (
    <ul className={styles.marks} aria-label="What people said of it">
      {marks.map(({ mark, by, at, note, link, until }) => (
        <li key={`${at} ${mark}`}>
          <span className={styles.quiet}>{formatMoment(at)}</span> {by}: {mark}
          {until !== null && ` until ${formatMoment(until)}`}
          {note !== null && (
            <>
              , <LongText text={note} />
            </>
          )}
          {link !== null && (
            <>
              {' '}
              <a href={link} rel="noreferrer" target="_blank">
                {link}
              </a>
            </>
          )}
        </li>
      ))}
    </ul>
  );
}

function Actions({ schedule, change }: CardProps) {
  if (!useMay('campaigns:write')) return null;
  return (
    <div className={styles.actions}>
      <MarkActions schedule={schedule} change={change} />
    </div>
  );
}
