import type { ProgressView } from '@joulefleet/contracts';
import { formatFrequency } from '@joulefleet/core';
import { Link } from 'react-router';
import { formatCount } from '../format/format';
import { Progress } from '../parts/campaign-progress';
import { Availability } from '../parts/device-state';
import { LivePower, LiveTemperature } from '../parts/live-figures';
import styles from './campaign.module.css';

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

/** `resnet18, CPU 921.6 MHz, ...: inference`. */
export function describeNow({ workload, levels, phase }: NonNullable<Lane['now']>): string {
  const shown = Object.entries(levels).flatMap(([factor, level]) => describeLevel(factor, level));
  return `${workload}, ${shown.join(', ')}: ${phase.replaceAll('_', ' ')}`;
}

function describeLevel(factor: string, level: unknown): string[] {
  if (typeof level === 'number' && /hz$/i.test(factor)) {
    return [
      `${factor.replace(/k?hz$/i, '').toUpperCase()} ${formatFrequency(/khz$/i.test(factor) ? level * 1000 : level)}`,
    ];
  }
  if (typeof level !== 'string' && typeof level !== 'number') return [];
  return [`${factor.replace(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`)} ${level}`];
}

function describeActivity({ activity, heldElsewhere, ending }: Lane): string {
  if (heldElsewhere) return 'waits: the device works for another campaign';
  if (ending) return 'ends its trial';
  return activity.replaceAll('_', ' ');
}
