import { useRecentEvents } from '../events/recent-events';
import { formatMoment } from '../format/format';
import styles from './campaign.module.css';
import { describeEvent } from './describe-event';

const MAX_SHOWN = 50;

/** What happened since the page was opened, the newest first. */
export function CampaignEvents() {
  const events = useRecentEvents().slice(0, MAX_SHOWN);
  return (
    <section aria-labelledby="events">
      <h2 id="events">Events since you opened this page</h2>
      {events.length === 0 && <p className={styles.quiet}>None yet.</p>}
      {events.length > 0 && (
        <ul className={styles.events} tabIndex={0} aria-labelledby="events">
          {events.map((event) => (
            <li key={event.id}>
              <time dateTime={event.at}>{formatMoment(event.at)}</time> {describeEvent(event)}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
