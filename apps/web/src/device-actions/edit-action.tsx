import type { DeviceView } from '@joulefleet/contracts';
import { useState } from 'react';
import { Button } from '../parts/button';
import { ConfirmDialog } from '../parts/confirm-dialog';
import dialog from '../parts/dialog.module.css';
import { useConfirmedChange } from '../parts/use-confirmed-change';
import { changesOf, conflictsOf, formOf, type DeviceForm } from './device-form';

/** Labels, group, owner, notes, and what recovery and campaigns may do. */
export function EditAction({ device }: { device: DeviceView }) {
  const { ask, dialogFor } = useConfirmedChange('editDevice');
  const [before, setBefore] = useState(() => formOf(device));
  const [form, setForm] = useState(before);
  const open = (): void => {
    setBefore(formOf(device));
    setForm(formOf(device));
    ask();
  };
  const changes = changesOf(before, form);
  const conflicts = conflictsOf(before, formOf(device), form);
  return (
    <>
      <Button onClick={open}>Edit…</Button>
      <ConfirmDialog
        title={`Edit ${device.name}`}
        explanation="Only what you change is sent; what others change meanwhile stays."
        verb="Save"
        ready={Object.keys(changes).length > 0}
        {...dialogFor({ params: { name: device.name }, body: changes })}
      >
        <Fields device={device} form={form} onForm={(change) => setForm((typed) => ({ ...typed, ...change }))} />
        {conflicts.length > 0 && (
          <p role="alert">Somebody else changed {conflicts.join(' and ')} meanwhile: saving replaces it by yours.</p>
        )}
      </ConfirmDialog>
    </>
  );
}

interface FieldsProps {
  device: DeviceView;
  form: DeviceForm;
  onForm: (change: Partial<DeviceForm>) => void;
}

const TEXTS = [
  ['labels', 'Labels, separated by spaces'],
  ['group', 'Group: rack, room or pool (left empty: none)'],
  ['owner', 'Owner: the person to ask (left empty: none)'],
] as const;

function Fields({ device: { simulated }, form, onForm }: FieldsProps) {
  return (
    <>
      {TEXTS.map(([key, label]) => (
        <label key={key} className={dialog.field}>
          {label}
          <input
            value={form[key]}
            onChange={({ target }) => onForm({ [key]: target.value })}
            spellCheck={false}
            autoComplete="off"
          />
        </label>
      ))}
      <label className={dialog.field}>
        Notes
        <textarea rows={4} value={form.notes} onChange={({ target }) => onForm({ notes: target.value })} />
      </label>
      <label className={dialog.check}>
        <input
          type="checkbox"
          checked={form.allowReboot}
          onChange={({ target }) => onForm({ allowReboot: target.checked })}
        />
        Recovery may reboot it
      </label>
      {simulated && (
        <label className={dialog.check}>
          <input
            type="checkbox"
            checked={form.allowCommands}
            onChange={({ target }) => onForm({ allowCommands: target.checked })}
          />
          Campaigns of everybody may run programs of their own on this twin, as the user who runs it
        </label>
      )}
      <PowerCycle form={form} onForm={onForm} />
    </>
  );
}

/** How recovery cuts the power. */
function PowerCycle({ form: { hook, hookTarget }, onForm }: Omit<FieldsProps, 'device'>) {
  return (
    <>
      <label className={dialog.field}>
        Recovery may cut its power
        <select value={hook} onChange={({ target }) => onForm({ hook: target.value as DeviceForm['hook'] })}>
          <option value="none">no</option>
          <option value="command">by a program of the controller</option>
          <option value="http">by a request to a plug</option>
        </select>
      </label>
      {hook !== 'none' && (
        <label className={dialog.field}>
          {hook === 'command' ? 'Program in the folder hooks of its home' : 'Address, seen by all who see devices'}
          <input
            value={hookTarget}
            onChange={({ target }) => onForm({ hookTarget: target.value })}
            placeholder={hook === 'command' ? 'plug-7' : 'http://plug-7.lab/cycle'}
            required
            spellCheck={false}
            autoComplete="off"
          />
        </label>
      )}
    </>
  );
}
