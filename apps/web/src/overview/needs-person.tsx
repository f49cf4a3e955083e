import type { DeviceView, InstallationView, NightView } from '@joulefleet/contracts';
import { Link } from 'react-router';
import { formatBytes, isLow } from '../admin/format-bytes';
import { MendAction } from '../device-actions/mend-action';
import styles from '../pages/overview.module.css';
import { Badge } from '../parts/badge';
import { Availability, describeStep } from '../parts/device-state';
import { FailedNight, ShortOfDisk } from './nights-and-next';
import { shortOfDisk } from './what-is-next';

interface Waiting {
  devices: DeviceView[];
  nights: NightView[];
  /** Of the controller's home; null: there is none, or it is not for who is signed in. */
  disk: InstallationView['homeDisk'];
}

/** What comes back only when somebody does something, with the button for it. */
export function NeedsPerson({ devices, nights, disk }: Waiting) {
  const waiting = devices.filter(
    ({ availability, nextStep }) => nextStep?.resolution === 'manual' && availability !== 'retired',
  );
  const failed = nights.filter(({ outcome }) => outcome === 'failed');
  const isShort = disk !== null && isLow(disk);
  const isCalm = !isShort && waiting.length + failed.length + shortOfDisk(devices).length === 0;
  return (
    <section aria-labelledby="needs-person">
      <h2 id="needs-person">Needs a person</h2>
      {isCalm && <p>Nothing: every device works, or comes back by itself.</p>}
      <ul className={styles.list}>
        {waiting.map((device) => (
          <WaitingDevice key={device.name} device={device} />
        ))}
        {failed.map((night) => (
          <FailedNight key={`night ${night.schedule}`} night={night} />
        ))}
        {isShort && (
          <li className={styles.card}>
            <div>
              <Link to="/admin/system">The controller&apos;s disk</Link> <Badge tone="warn">low</Badge>
            </div>
            <div>{formatBytes(disk.freeBytes)} are free.</div>
            <div>To do: free some of it. What cannot be stored stays on the devices until there is room.</div>
          </li>
        )}
        <ShortOfDisk devices={devices} />
      </ul>
    </section>
  );
}

function WaitingDevice({ device }: { device: DeviceView }) {
  const { name, availability, reason, nextStep } = device;
  return (
    <li className={styles.card}>
      <div>
        <Link to={`/fleet/${name}`}>{name}</Link> <Availability availability={availability} />
      </div>
      <div>{reason ?? 'No reason is known.'}</div>
      {nextStep && <div>To do: {describeStep(nextStep)}</div>}
      <div>
        <MendAction device={device} />
      </div>
    </li>
  );
}
