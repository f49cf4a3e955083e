import type { DeviceView } from '@joulefleet/contracts';
import { formatMoment } from '../format/format';
import { Button } from '../parts/button';
import { ConfirmDialog } from '../parts/confirm-dialog';
import { useConfirmedChange } from '../parts/use-confirmed-change';
import { usePassed } from '../parts/use-passed';
import { useMay } from '../session/session';
import styles from './maintenance-windows.module.css';

type Window = DeviceView['maintenance'][number];

/** Windows that are planned, or in which the device is. */
export function MaintenanceWindows({ device: { name, maintenance } }: { device: DeviceView }) {
  const may = useMay('devices:write');
  if (maintenance.length === 0) return null;
  return (
    <section aria-labelledby="maintenance">
      <h2 id="maintenance">Maintenance</h2>
      <ul className={styles.windows}>
        {maintenance.map((window) => (
          <li key={window.id}>
            {formatMoment(window.startsAt)} to {formatMoment(window.endsAt)}: {window.reason} (by {window.createdBy}){' '}
            {may && <EndAction name={name} window={window} />}
          </li>
        ))}
      </ul>
    </section>
  );
}

function EndAction({ name, window: { id, startsAt, reason } }: { name: string; window: Window }) {
  const { ask, dialogFor } = useConfirmedChange('endMaintenance');
  const begun = usePassed(startsAt);
  return (
    <>
      <Button onClick={ask}>{begun ? 'End now…' : 'Cancel…'}</Button>
      <ConfirmDialog
        title={begun ? `End the maintenance of ${name}?` : `Cancel the maintenance of ${name}?`}
        explanation={`${reason}. ${begun ? 'The device is checked, and takes work again.' : 'The device goes on working in that time.'}`}
        verb={begun ? 'End maintenance' : 'Cancel maintenance'}
        {...dialogFor({ params: { name, id } })}
      />
    </>
  );
}
