import type { NightChanges } from '@joulefleet/contracts';
import { Link } from 'react-router';
import { monthName } from '../schedules/calendar';
import styles from './changes.module.css';
import { VERDICTS } from './verdict-badge';

type Night = NightChanges['calendar'][number];

const DAY = { from: 8, to: 10 };

function monthOf({ night }: Night): string {
  return night.local.slice(0, '2026-03'.length);
}

/** What each measured night showed, month by month, by the clock of the schedule. Nights with changes lead to them. */
export function VerdictCalendar({ schedule, calendar }: { schedule: string; calendar: readonly Night[] }) {
  const months = [...new Set(calendar.map(monthOf))].reverse();
  return (
    <section aria-labelledby="verdicts">
      <h2 id="verdicts">Night by night</h2>
      <ul className={styles.legend} aria-label="What the signs mean">
        {(Object.keys(VERDICTS) as Night['verdict'][]).map((verdict) => (
          <li key={verdict}>
            <span aria-hidden="true" className={`${styles.verdict} ${styles[VERDICTS[verdict].tone]}`}>
              {VERDICTS[verdict].sign}
            </span>{' '}
            {verdict}: {VERDICTS[verdict].meaning}
          </li>
        ))}
      </ul>
      {months.map((month) => (
        <div key={month} className={styles.month}>
          <h3>{monthName(month)}</h3>
          <ol>
            {calendar
              .filter((night) => monthOf(night) === month)
              .map((night) => (
                <li key={night.night.at}>
                  <JudgedNight schedule={schedule} night={night} />
                </li>
              ))}
          </ol>
        </div>
      ))}
    </section>
  );
}

function JudgedNight({ schedule, night: { night, verdict, flagged, confirmed } }: { schedule: string; night: Night }) {
  const { sign, tone } = VERDICTS[verdict];
  const [first] = [...confirmed, ...flagged];
  const about = [verdict, ...countOf(flagged, 'flagged'), ...countOf(confirmed, 'confirmed')].join(', ');
  const content = (
    <>
      <span aria-hidden="true">
        {Number(night.local.slice(DAY.from, DAY.to))} {sign}
      </span>
      <span className={styles.told}>
        {night.local}: {about}
      </span>
    </>
  );
  const look = { className: `${styles.verdict} ${styles[tone]}`, title: `${night.local}: ${about}` };
  return first === undefined ? (
    <span {...look}>{content}</span>
  ) : (
    <Link to={`/schedules/${schedule}/changes?show=all#change-${first}`} {...look}>
      {content}
    </Link>
  );
}

function countOf(ids: readonly string[], what: string): string[] {
  return ids.length === 0 ? [] : [`${ids.length} ${what}`];
}
