import type { DeviceView } from '@joulefleet/contracts';
import { useMay } from '../session/session';
import { AcceptAction, CheckAction } from './check-actions';
import { RepinAction } from './repin-action';

/** The button for what a device waits for; nothing where nobody has to do anything, or for who may not. */
export function MendAction({ device }: { device: DeviceView }) {
  const may = useMay('devices:write');
  if (!may || device.nextStep?.resolution !== 'manual') return null;
  switch (device.nextStep.code) {
    case 'repin':
      return <RepinAction device={device} />;
    case 'accept_drift':
      return <AcceptAction device={device} />;
    default:
      return <CheckAction name={device.name} />;
  }
}
