import type { DeviceView } from '@joulefleet/contracts';
import { useState, type ChangeEvent } from 'react';
import { Button } from '../parts/button';
import { ConfirmDialog } from '../parts/confirm-dialog';
import dialog from '../parts/dialog.module.css';
import { useConfirmedChange } from '../parts/use-confirmed-change';
import { calibrationBody, EMPTY_CALIBRATION, type CalibrationForm } from './calibration-form';

const ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Fits gain and offset of a rail to pairs against an external meter. */
export function AddCalibration({ device: { name, facts } }: { device: DeviceView }) {
  const rails = facts?.rails ?? [];
  const [form, setForm] = useState(EMPTY_CALIBRATION);
  const { ask, dialogFor } = useConfirmedChange('addCalibration');
  const rail = form.rail || (rails.find(({ total }) => total) ?? rails[0])?.label || '';
  const checked = calibrationBody({ ...form, rail });
  const body = 'body' in checked ? checked.body : { rail, pairs: [] };
  return (
    <>
      <Button onClick={ask} disabled={rails.length === 0}>
        Add a calibration…
      </Button>
      <ConfirmDialog
        title={`Calibrate a rail of ${name}`}
        explanation="Gain and offset are fitted to the pairs and stored as a new version. What is judged from then on uses it; results that are stored change only by Recompute on the page of their campaign."
        verb="Fit and store"
        ready={'body' in checked}
        {...dialogFor({ params: { name }, body }, () => setForm(EMPTY_CALIBRATION))}
      >
        <Fields
          rails={rails.map(({ label }) => label)}
          form={{ ...form, rail }}
          onForm={(change) => setForm((typed) => ({ ...typed, ...change }))}
        />
        {'mistake' in checked && form.pairs !== '' && <p role="status">{checked.mistake}</p>}
      </ConfirmDialog>
    </>
  );
}

interface FieldsProps {
  rails: readonly string[];
  form: CalibrationForm;
  onForm: (change: Partial<CalibrationForm>) => void;
}

function Fields({ rails, form, onForm }: FieldsProps) {
  const readFile = (event: ChangeEvent<HTMLInputElement>): void => {
    void event.target.files?.[0]?.text().then((pairs) => onForm({ pairs }));
  };
  return (
    <>
      <label className={dialog.field}>
        Rail
        <select value={form.rail} onChange={({ target }) => onForm({ rail: target.value })}>
          {rails.map((rail) => (
            <option key={rail}>{rail}</option>
          ))}
        </select>
      </label>
      <label className={dialog.field}>
        Pairs: reading in mW, meter in mW, and perhaps its standard uncertainty in mW
        <textarea
          rows={6}
          value={form.pairs}
          onChange={({ target }) => onForm({ pairs: target.value })}
          placeholder={'1000,961\n2000,1950.5'}
          spellCheck={false}
          required
        />
      </label>
      <label className={dialog.field}>
        Or their CSV file
        <input type="file" accept=".csv,text/csv,text/plain" onChange={readFile} />
      </label>
      <label className={dialog.field}>
        Meter and accuracy (left empty where the pairs have uncertainties)
        <input
          value={form.meter}
          onChange={({ target }) => onForm({ meter: target.value })}
          placeholder="WT310, 0.1 % + 5 mW"
        />
      </label>
      <label className={dialog.field}>
        Valid from ({ZONE}; left empty: now)
        <input type="datetime-local" value={form.from} onChange={({ target }) => onForm({ from: target.value })} />
      </label>
      <label className={dialog.field}>
        Note
        <input value={form.note} onChange={({ target }) => onForm({ note: target.value })} maxLength={2000} />
      </label>
      <label className={dialog.check}>
        <input type="checkbox" checked={form.force} onChange={({ target }) => onForm({ force: target.checked })} />
        Take it even where data sheet and shunt tolerance do not allow it
      </label>
    </>
  );
}
