import type { UtilisationView } from '@joulefleet/contracts';
import { useRoute } from '../../api/use-route';
import { formatDuration } from '../../format/format';
import { Answered } from '../../parts/states';
import styles from './utilisation.module.css';

type Period = UtilisationView['periods'][number];

const REFRESH_MS = 60_000;
const DAY_S = 24 * 3600;
/** A period of which less is unknown than this is known whole: the first of its states began a little later. */
const TOLERANCE = 0.01;

const PARTS = [
  ['workingS', 'at work', styles.working],
  ['idleS', 'idle', styles.idle],
  ['outS', 'out', styles.out],
] as const;

/** Share of time that the device worked, was idle and was out. */
export function UtilisationSection({ name }: { name: string }) {
  const query = useRoute('showUtilisation', { params: { name } }, { everyMs: REFRESH_MS });
  return (
    <section aria-labelledby="utilisation">
      <h2 id="utilisation">Utilisation</h2>
      <p className={styles.quiet}>
        At work: leased to a campaign. Idle: free, or cooling down. Out: offline, quarantined, in maintenance or
        retired.
      </p>
      <Answered query={query}>
        {({ periods }) => (
          <ul className={styles.periods}>
            {periods.map((period) => (
              <PeriodBar key={period.days} period={period} />
            ))}
          </ul>
        )}
      </Answered>
    </section>
  );
}

function PeriodBar({ period }: { period: Period }) {
  const { days, knownS } = period;
  const isWhole = knownS >= days * DAY_S * (1 - TOLERANCE);
  return (
    <li>
      <div>
        Last {days === 1 ? 'day' : `${days} days`}
        {!isWhole && <span className={styles.quiet}> (known: {formatDuration(knownS)})</span>}
      </div>
      <div className={styles.bar} aria-hidden="true">
        {PARTS.map(([key, , look]) => (
          <span key={key} className={look} style={{ flexGrow: period[key] }} />
        ))}
      </div>
      <div className={styles.figures}>
        {PARTS.map(([key, title, look]) => (
          <span key={key}>
            <span className={`${styles.mark} ${look}`} aria-hidden="true" /> {title} {shareOf(period, key)}
          </span>
        ))}
      </div>
    </li>
  );
}

function shareOf(period: Period, key: 'workingS' | 'idleS' | 'outS'): string {
  if (period.knownS === 0) return '–';
  return `${((100 * period[key]) / period.knownS).toFixed(1)} %`;
}
