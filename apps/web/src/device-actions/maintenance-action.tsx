import { useState } from 'react';
import { Button } from '../parts/button';
import { ConfirmDialog } from '../parts/confirm-dialog';
import dialog from '../parts/dialog.module.css';
import { useConfirmedChange } from '../parts/use-confirmed-change';
import { fromLocalField, toLocalField } from './local-moment';

const USUAL_MS = 2 * 3600 * 1000;
const ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Plans a window in which the device is not leased, from now on or later. */
export function MaintenanceAction({ name, offered }: { name: string; offered: boolean }) {
  const { ask, dialogFor } = useConfirmedChange('planMaintenance');
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const [reason, setReason] = useState('');
  const open = (): void => {
    setFrom('');
    setTo(toLocalField(new Date(Date.now() + USUAL_MS)));
    ask();
  };
  const own = dialogFor(() => ({
    params: { name },
    body: { startsAt: fromLocalField(from) ?? new Date().toISOString(), endsAt: fromLocalField(to) ?? '', reason },
  }));
  return (
    <>
      {offered && <Button onClick={open}>Maintenance…</Button>}
      <ConfirmDialog
        title={`Plan maintenance of ${name}?`}
        explanation="It takes no work in that time; a running trial ends first. Afterwards it is checked, and comes back by itself."
        verb="Plan maintenance"
        {...own}
      >
        <label className={dialog.field}>
          From ({ZONE}; left empty: now)
          <input type="datetime-local" value={from} onChange={(event) => setFrom(event.target.value)} />
        </label>
        <label className={dialog.field}>
          To ({ZONE})
          <input type="datetime-local" value={to} onChange={(event) => setTo(event.target.value)} required />
        </label>
        <label className={dialog.field}>
          Reason, shown to everybody
          <input value={reason} onChange={(event) => setReason(event.target.value)} required maxLength={500} />
        </label>
      </ConfirmDialog>
    </>
  );
}
