import type { ProgressView } from '@joulefleet/contracts';
import { Link } from 'react-router';
import { formatCount } from '../format/format';
import { Progress } from '../parts/campaign-progress';
import { Availability } from '../parts/device-state';
import { LivePower, LiveTemperature } from '../parts/live-figures';
import styles from './campaign.module.css';
import { describeNow } from './describe-now';

type Lane = ProgressView['devices'][number];

/** What a device has done for a campaign, and does now. */
export function DeviceLane({ lane }: { lane: Lane }) {
  const { device, deviceClass, availability, reason, done, total, activity, rejectedAttempts } = lane;
  return (
    <li className={styles.lane}>
      <div>
        <Link to={`/fleet/${device}`}>{device}</Link> <span className={styles.quiet}>{deviceClass}</span>{' '}
        <Availability availability={availability} />
      </div>
      <Progress done={done} total={total} label={`Progress of ${device}`} />
      <div>{lane.now ? describeNow(lane.now) : describeActivity(lane)}</div>
      {activity === 'measuring' && (
        <div>
          <LivePower device={device} /> <LiveTemperature device={device} />
        </div>
      )}
      {rejectedAttempts > 0 && <div>{formatCount(rejectedAttempts, 'attempt')} rejected and measured again</div>}
      {reason !== null && availability !== 'leased' && <div className={styles.quiet}>{reason}</div>}
    </li>
  );
}

function describeActivity({ activity, heldElsewhere, ending }: Lane): string {
  if (heldElsewhere) return 'waits: the device works for another campaign';
  if (ending) return 'ends its trial';
  return activity.replaceAll('_', ' ');
}
