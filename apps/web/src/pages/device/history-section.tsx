import type { DeviceEventView } from '@joulefleet/contracts';
import { usePages } from '../../api/use-pages';
import { formatMoment } from '../../format/format';
import { MoreButton } from '../../parts/more-button';
import { Answered } from '../../parts/states';
import styles from './device.module.css';

const PAGE_LIMIT = 20;

/** What happened to the device, with the evidence. */
export function HistorySection({ name }: { name: string }) {
  const { query, ...more } = usePages('listDeviceEvents', { params: { name }, query: { limit: PAGE_LIMIT } });
  return (
    <section aria-labelledby="history">
      <h2 id="history">History</h2>
      <Answered query={query}>
        {(pages) => (
          <>
            <ul className={styles.findings}>
              {pages
                .flatMap(({ events }) => events)
                .map((event) => (
                  <Event key={event.id} event={event} />
                ))}
            </ul>
            <MoreButton {...more} />
          </>
        )}
      </Answered>
    </section>
  );
}

function Event({ event: { at, actor, message, body } }: { event: DeviceEventView }) {
  return (
    <li>
      <time dateTime={at}>{formatMoment(at)}</time> {message} <span className={styles.quiet}>({actor})</span>
      {Object.keys(body).length > 0 && (
        <details>
          <summary>Evidence</summary>
          <pre className={styles.evidence} tabIndex={0}>
            {JSON.stringify(body, null, 2)}
          </pre>
        </details>
      )}
    </li>
  );
}
