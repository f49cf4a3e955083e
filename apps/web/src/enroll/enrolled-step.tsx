import type { DeviceView } from '@joulefleet/contracts';
import { Link } from 'react-router';
import { SimulatedBadge } from '../parts/badge';
import { Button } from '../parts/button';
import { Availability, describeStep } from '../parts/device-state';
import { PreflightFindings } from '../parts/preflight-findings';
import styles from './enroll.module.css';

/** What came of it: a device that is ready, or one in quarantine with what is to be mended. */
export function EnrolledStep({ device, onAnother }: { device: DeviceView; onAnother: () => void }) {
  return (
    <>
      <p>
        <Link to={`/fleet/${device.name}`}>{device.name}</Link> is enrolled as {device.deviceClass}:{' '}
        <Availability availability={device.availability} /> <SimulatedBadge simulated={device.simulated} />
      </p>
      {device.reason !== null && <p>{device.reason}</p>}
      {device.nextStep && <p>To do: {describeStep(device.nextStep)}.</p>}
      <h3>Pre-flight</h3>
      <PreflightFindings findings={device.preflight} />
      <div className={styles.actions}>
        <Button onClick={onAnother}>Enroll another</Button>
      </div>
    </>
  );
}
