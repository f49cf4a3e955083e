import type { CalibrationView, DeviceView } from '@joulefleet/contracts';
import { useState } from 'react';
import { useRoute } from '../api/use-route';
import { formatMoment, formatWithin } from '../format/format';
import { Badge } from '../parts/badge';
import { Button } from '../parts/button';
import { ConfirmDialog } from '../parts/confirm-dialog';
import { DataTable } from '../parts/data-table';
import dialog from '../parts/dialog.module.css';
import { Answered } from '../parts/states';
import { useConfirmedChange } from '../parts/use-confirmed-change';
import { useMay } from '../session/session';
import { AddCalibration } from './add-calibration';
import styles from './calibrations.module.css';

/** What the rails of the device are corrected by. */
export function CalibrationsSection({ device }: { device: DeviceView }) {
  const may = useMay('devices:write');
  const query = useRoute('listCalibrations', { params: { name: device.name } });
  return (
    <section aria-labelledby="calibrations">
      <h2 id="calibrations">Calibrations</h2>
      <Answered query={query}>
        {({ calibrations }) => (
          <>
            {calibrations.length === 0 && (
              <p>None: readings count as the sensor shows them, within what its data sheet allows.</p>
            )}
            <ul className={styles.versions}>
              {calibrations.map((each) => (
                <Version key={`${each.rail} ${each.version}`} calibration={each} />
              ))}
            </ul>
          </>
        )}
      </Answered>
      {may && <AddCalibration device={device} />}
    </section>
  );
}

function Version({ calibration }: { calibration: CalibrationView }) {
  const { rail, version, gain, gainUncertainty, offsetMw, offsetUncertaintyMw, withdrawn, inForce } = calibration;
  const may = useMay('devices:write');
  return (
    <li>
      <strong>
        {rail}, version {version}
      </strong>{' '}
      <Badge tone={inForce ? 'good' : 'plain'}>{stateOf(calibration)}</Badge> gain{' '}
      {formatWithin(gain, gainUncertainty, '')}, offset {formatWithin(offsetMw, offsetUncertaintyMw, 'mW')}
      <details>
        <summary>Fit and pairs</summary>
        <About calibration={calibration} />
        {may && !withdrawn && <Withdraw calibration={calibration} />}
      </details>
    </li>
  );
}

function About({ calibration }: { calibration: CalibrationView }) {
  const { rail, version, boardSerial, correlation, meter, note, forced, pairs, ...when } = calibration;
  const { validFrom, createdAt, createdBy, withdrawn } = when;
  const { share, offsetMw } = meter.accuracy;
  const rows = pairs.map(({ readingMw, meterMw, meterUncertaintyMw, residualMw }) => [
    readingMw.toFixed(1),
    meterMw.toFixed(1),
    meterUncertaintyMw === null ? '–' : meterUncertaintyMw.toFixed(1),
    residualMw.toFixed(1),
  ]);
  return (
    <>
      <p>
        Of board {boardSerial}. Meter: {meter.name ?? 'not named'}, ±({Number((100 * share).toPrecision(3))} % +{' '}
        {offsetMw} mW). Correlation of gain and offset {correlation.toFixed(3)}. Valid from {formatMoment(validFrom)};
        entered {formatMoment(createdAt)} by {createdBy}
        {forced && ', by force'}. {note}
      </p>
      {withdrawn && (
        <p>
          Withdrawn {formatMoment(withdrawn.at)} by {withdrawn.by}
          {withdrawn.reason !== null && `: ${withdrawn.reason}`}
        </p>
      )}
      <DataTable
        table={{ columns: ['reading mW', 'meter mW', 'uncertainty mW', 'residual mW'], rows, numeric: [0, 1, 2, 3] }}
        label={`Pairs of ${rail}, version ${version}`}
      />
    </>
  );
}

function Withdraw({ calibration: { device, rail, version } }: { calibration: CalibrationView }) {
  const { ask, dialogFor } = useConfirmedChange('withdrawCalibration');
  const [reason, setReason] = useState('');
  return (
    <>
      <Button look="danger" onClick={ask}>
        Withdraw…
      </Button>
      <ConfirmDialog
        title={`Withdraw version ${version} of ${rail}?`}
        explanation="It is kept and not used any more. Results that used it keep their figures until they are recomputed on the page of their campaign."
        verb="Withdraw"
        danger
        {...dialogFor({
          params: { name: device, rail, version: String(version) },
          body: { reason: reason.trim() || undefined },
        })}
      >
        <label className={dialog.field}>
          Reason (not needed)
          <input value={reason} onChange={(event) => setReason(event.target.value)} maxLength={500} />
        </label>
      </ConfirmDialog>
    </>
  );
}

function stateOf({ withdrawn, inForce, validFrom, createdAt }: CalibrationView): string {
  if (withdrawn) return 'withdrawn';
  if (inForce) return 'in force';
  return validFrom > createdAt ? 'not in force yet, or superseded' : 'superseded, or of another board';
}
