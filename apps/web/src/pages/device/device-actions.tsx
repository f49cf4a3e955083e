import type { DeviceView } from '@joulefleet/contracts';
import { useState } from 'react';
import { AcceptAction, CheckAction } from '../../device-actions/check-actions';
import { EditAction } from '../../device-actions/edit-action';
import { MaintenanceAction } from '../../device-actions/maintenance-action';
import { RepinAction } from '../../device-actions/repin-action';
import { Button } from '../../parts/button';
import { ConfirmDialog } from '../../parts/confirm-dialog';
import dialog from '../../parts/dialog.module.css';
import { useConfirmedChange } from '../../parts/use-confirmed-change';
import { useMay } from '../../session/session';
import styles from './device.module.css';

/** What an admin does to a device; others see why they cannot. A question stays, with what came of it, also when somebody else was first. */
export function DeviceActions({ device }: { device: DeviceView }) {
  const may = useMay('devices:write');
  if (!may) return <p className={styles.quiet}>Your role may look at devices, not change them.</p>;
  const retired = device.availability === 'retired';
  return (
    <div className={styles.actions}>
      <CheckAction name={device.name} />
      <AcceptAction device={device} />
      <EditAction device={device} />
      <RepinAction device={device} />
      <MaintenanceAction name={device.name} offered={!retired} />
      <ExitAction device={device} verb="quarantine" />
      <ExitAction device={device} verb="retire" />
    </div>
  );
}

const EXITS = {
  quarantine: {
    route: 'quarantineDevice',
    title: 'Quarantine',
    explanation: 'It takes no more work until somebody checks it. A running trial ends first.',
  },
  retire: {
    route: 'retireDevice',
    title: 'Retire',
    explanation:
      'It leaves the fleet; its remaining trials are skipped, or taken over by others. A check brings it back.',
  },
} as const;

function ExitAction({ device: { name, availability }, verb }: { device: DeviceView; verb: keyof typeof EXITS }) {
  const { route, title, explanation } = EXITS[verb];
  const { ask, dialogFor } = useConfirmedChange(route);
  const [reason, setReason] = useState('');
  const [immediately, setImmediately] = useState(false);
  return (
    <>
      {availability !== 'retired' && (
        <Button look="danger" onClick={ask}>
          {title}…
        </Button>
      )}
      <ConfirmDialog
        title={`${title} ${name}?`}
        explanation={explanation}
        verb={title}
        danger
        {...dialogFor({ params: { name }, body: { reason, ...(immediately && { immediately }) } })}
      >
        <label className={dialog.field}>
          Reason
          <input value={reason} onChange={(event) => setReason(event.target.value)} required maxLength={500} />
        </label>
        {availability === 'leased' && (
          <label className={dialog.check}>
            <input type="checkbox" checked={immediately} onChange={(event) => setImmediately(event.target.checked)} />
            At once: its current trial does not count, and is measured again
          </label>
        )}
      </ConfirmDialog>
    </>
  );
}
