import type { DeviceView } from '@joulefleet/contracts';
import { Link } from 'react-router';
import { useRoute } from '../../api/use-route';
import { useLive, useLiveHistory, type LivePoint } from '../../events/live-readings';
import { formatPower, formatTemperature } from '../../format/format';
import { LiveChart } from '../../parts/live-chart';
import type { TimedFigure } from '../../parts/live-course';
import { describeNow } from '../describe-now';
import styles from './device.module.css';

/** No event tells that a trial began. */
const PROGRESS_EVERY_MS = 3_000;

/** What the running trial measures, as the event stream tells it each second. */
export function LiveSection({ device: { name, campaign } }: { device: DeviceView }) {
  const isLive = useLive(name) !== null;
  const history = useLiveHistory(name);
  return (
    <section aria-labelledby="live">
      <h2 id="live">Live</h2>
      {campaign && <NowMeasured device={name} campaignId={campaign.id} />}
      {!isLive && (
        <p className={styles.quiet}>
          Nothing is read now. While a trial runs, the power of each rail and the last temperature come once a second;
          in between the board is left alone.
        </p>
      )}
      {history.length > 0 && (
        <div className={styles.columns}>
          <LiveChart title="Power, total" figures={figuresOf(history, ({ powerMw }) => powerMw)} format={formatPower} />
          <LiveChart
            title="Temperature, hottest zone"
            figures={figuresOf(history, ({ temperatureC }) => temperatureC)}
            format={formatTemperature}
          />
          {railsOf(history).map((rail) => (
            <LiveChart
              key={rail}
              title={`Power, ${rail}`}
              figures={figuresOf(history, ({ railsMw }) => railsMw[rail] ?? null)}
              format={formatPower}
            />
          ))}
        </div>
      )}
    </section>
  );
}

/** Work and clocks of the trial that runs; others than who may see its campaign see only that there is one. */
function NowMeasured({ device, campaignId }: { device: string; campaignId: string }) {
  const { data, error } = useRoute('showProgress', { params: { id: campaignId } }, { everyMs: PROGRESS_EVERY_MS });
  if (error?.problem.code === 'campaign_unknown') return <p>It works for a campaign that you may not see.</p>;
  const now = data?.devices.find((lane) => lane.device === device)?.now;
  if (!now) return null;
  return (
    <p>
      <Link to={`/campaigns/${campaignId}`}>{data.campaign.name}</Link>: {describeNow(now)}
    </p>
  );
}

function figuresOf(history: readonly LivePoint[], read: (point: LivePoint) => number | null): TimedFigure[] {
  return history.flatMap((point) => {
    const figure = read(point);
    return figure === null ? [] : [{ atMs: point.atMs, figure }];
  });
}

function railsOf(history: readonly LivePoint[]): string[] {
  return [...new Set(history.flatMap(({ railsMw }) => Object.keys(railsMw)))];
}
