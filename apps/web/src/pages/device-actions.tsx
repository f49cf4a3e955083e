import type { DeviceView } from '@joulefleet/contracts';
import { useState } from 'react';
import { useChange } from '../api/use-route';
import { Button } from '../parts/button';
import { ConfirmDialog } from '../parts/confirm-dialog';
import dialog from '../parts/dialog.module.css';
import { useMay } from '../session/session';
import styles from './device.module.css';

/** What an admin does to a device; others see why they cannot. */
export function DeviceActions({ device }: { device: DeviceView }) {
  const may = useMay('devices:write');
  if (!may) return <p className={styles.quiet}>Your role may look at devices, not change them.</p>;
  const retired = device.availability === 'retired';
  return (
    <div className={styles.actions}>
      <CheckAction name={device.name} />
      {device.drift.length > 0 && <AcceptAction name={device.name} />}
      {!retired && <ExitAction name={device.name} verb="quarantine" />}
      {!retired && <ExitAction name={device.name} verb="retire" />}
    </div>
  );
}

function CheckAction({ name }: { name: string }) {
  const [open, setOpen] = useState(false);
  const change = useChange('checkDevice');
  const close = (): void => {
    setOpen(false);
    change.reset();
  };
  return (
    <>
      <Button look="main" onClick={() => setOpen(true)}>
        Check…
      </Button>
      <ConfirmDialog
        open={open}
        title={`Check ${name}?`}
        explanation="Connects, and runs the pre-flight. A device that passes becomes ready, also out of quarantine. It may take a minute."
        verb="Check"
        pending={change.isPending}
        failure={change.error}
        onConfirm={() => change.mutate({ params: { name } }, { onSuccess: close })}
        onClose={close}
      />
    </>
  );
}

function AcceptAction({ name }: { name: string }) {
  const [open, setOpen] = useState(false);
  const change = useChange('acceptDrift');
  const close = (): void => {
    setOpen(false);
    change.reset();
  };
  return (
    <>
      <Button onClick={() => setOpen(true)}>Accept changes…</Button>
      <ConfirmDialog
        open={open}
        title={`Accept what changed on ${name}?`}
        explanation="From now on the present facts are what the device is compared with. Results before and after may not compare."
        verb="Accept"
        pending={change.isPending}
        failure={change.error}
        onConfirm={() => change.mutate({ params: { name } }, { onSuccess: close })}
        onClose={close}
      />
    </>
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

function ExitAction({ name, verb }: { name: string; verb: keyof typeof EXITS }) {
  const { route, title, explanation } = EXITS[verb];
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const change = useChange(route);
  const close = (): void => {
    setOpen(false);
    change.reset();
  };
  return (
    <>
      <Button look="danger" onClick={() => setOpen(true)}>
        {title}…
      </Button>
      <ConfirmDialog
        open={open}
        title={`${title} ${name}?`}
        explanation={explanation}
        verb={title}
        danger
        pending={change.isPending}
        failure={change.error}
        onConfirm={() => change.mutate({ params: { name }, body: { reason } }, { onSuccess: close })}
        onClose={close}
      >
        <label className={dialog.field}>
          Reason
          <input value={reason} onChange={(event) => setReason(event.target.value)} required maxLength={500} />
        </label>
      </ConfirmDialog>
    </>
  );
}
