import type { DeviceView } from '@joulefleet/contracts';
import { useMemo, useState } from 'react';
import { ITEM } from '../editor/place-in-yaml';
import { schemasAt, wordsOf } from '../editor/schema-at';
import type { KnownWords } from '../editor/complete-yaml';
import { formatCount } from '../format/format';
import { ConfirmDialog } from '../parts/confirm-dialog';
import { PickMany } from '../parts/pick-many';
import {
  DEVICE_CHOICES,
  readChoices,
  writeDevices,
  writeName,
  writeWorkloads,
  type DeviceChoice,
} from './file-choices';
import styles from './new-campaign.module.css';
import { TEMPLATES } from './templates';
import { MAX_FILE_CHARACTERS } from './use-dry-run';

const KNOWN_WORKLOADS = wordsOf(schemasAt(__CAMPAIGN_SCHEMA__, ['workloads', ITEM]));
const MAX_NAME = 200;

const DEVICES: Readonly<Record<DeviceChoice, { label: string; none: string }>> = {
  classes: { label: 'Device classes', none: 'every class' },
  labels: { label: 'Labels', none: 'whatever labels' },
  names: { label: 'Devices', none: 'every device' },
};

interface FormProps {
  text: string;
  onText: (text: string) => void;
  known: KnownWords;
  devices: readonly DeviceView[];
}

/** What most campaigns differ in; it writes into the text, of which everything else stays. */
export function FileForm({ text, onText, known, devices }: FormProps) {
  const choices = useMemo(() => (text.length > MAX_FILE_CHARACTERS ? null : readChoices(text)), [text]);
  const disabled = choices === null;
  return (
    <div className={styles.form} role="group" aria-label="What to measure">
      <TemplateChoice text={text} onText={onText} />
      <label className={styles.field}>
        Name
        <input
          value={choices?.name ?? ''}
          onChange={(event) => onText(writeName(text, event.target.value))}
          maxLength={MAX_NAME}
          disabled={disabled}
        />
      </label>
      <PickMany
        label="Workloads"
        none={choices?.otherWorkloads ? `${choices.otherWorkloads} of your own` : 'none yet'}
        options={KNOWN_WORKLOADS}
        picked={choices?.workloads ?? []}
        onPick={(picked) => onText(writeWorkloads(text, picked))}
        disabled={disabled}
      />
      {DEVICE_CHOICES.map((choice) => (
        <PickMany
          key={choice}
          label={DEVICES[choice].label}
          none={DEVICES[choice].none}
          options={known[`devices.${choice}.${ITEM}`] ?? []}
          picked={choices?.devices[choice] ?? []}
          onPick={(picked) => onText(writeDevices(text, choice, picked))}
          disabled={disabled}
        />
      ))}
      <p className={styles.note}>
        {disabled
          ? 'These fields wait until the text below can be read again.'
          : `The fields write into the text below; everything else in it stays. ${formatCount(devices.length, 'device')} in the fleet.`}
      </p>
    </div>
  );
}

/** A template takes the place of the whole text: it asks where that was written by hand. */
function TemplateChoice({ text, onText }: Pick<FormProps, 'text' | 'onText'>) {
  const [asked, setAsked] = useState<string | null>(null);
  const chosen = TEMPLATES.find((template) => template.text === text)?.kind ?? '';
  const begin = (kind: string): void => {
    const template = TEMPLATES.find((each) => each.kind === kind);
    if (template) onText(template.text);
    setAsked(null);
  };
  return (
    <>
      <label className={styles.field}>
        Begin with
        <select
          value={chosen}
          onChange={({ target }) =>
            chosen !== '' || text.trim() === '' ? begin(target.value) : setAsked(target.value)
          }
        >
          {chosen === '' && <option value="">{text.trim() === '' ? 'Choose a template' : 'Your own text'}</option>}
          {TEMPLATES.map(({ kind, about }) => (
            <option key={kind} value={kind} title={about}>
              {kind.replaceAll('-', ' ')}
            </option>
          ))}
        </select>
      </label>
      <ConfirmDialog
        open={asked !== null}
        title="Replace what you wrote?"
        explanation={`The template ${asked?.replaceAll('-', ' ')} takes the place of the whole text. Ctrl+Z in the editor brings yours back.`}
        verb="Replace"
        pending={false}
        failure={null}
        onConfirm={() => begin(asked ?? '')}
        onClose={() => setAsked(null)}
      />
    </>
  );
}
