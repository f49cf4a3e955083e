import type { TrialAttempt, TrialView } from '@joulefleet/contracts';
import { pathOf } from '../../api/send-request';
import { formatCount } from '../../format/format';
import styles from './trial.module.css';

const FILES = [
  ['traces', 'csv', 'Trace as CSV'],
  ['traces', 'parquet', 'Trace as Parquet'],
  ['attempts', 'jsonl', 'Record of each attempt as JSON Lines'],
] as const;

/** The samples and records as files: of every attempt. */
export function RawData({ trial, attempt: { trace } }: { trial: TrialView; attempt: TrialAttempt }) {
  const { id, campaign } = trial;
  return (
    <section aria-labelledby="raw">
      <h2 id="raw">Raw data</h2>
      <p>
        {trace.samples > 0 && `${formatCount(trace.samples, 'sample')} of ${formatCount(trace.rails.length, 'rail')}. `}
        Files have every attempt, as the sensor read it.
      </p>
      <ul className={styles.files}>
        {FILES.map(([level, format, title]) => (
          <li key={title}>
            <a
              href={pathOf('exportCampaign', { params: { id: campaign.id }, query: { level, format, trial: id } })}
              download
            >
              {title}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
