import { useId, type ComponentProps } from 'react';
import { VIEWER_ZONE } from '../format/zone';
import type { ScheduleForm } from './schedule-form';
import styles from './schedules.module.css';

const MAX_NAME = 63;
const ZONES = [...new Set([VIEWER_ZONE, 'UTC', ...Intl.supportedValuesOf('timeZone')])];
const OFTEN = [
  ['0 22 * * *', 'every night at 22:00'],
  ['0 22 * * 1-5', 'from Monday to Friday at 22:00'],
  ['0 20 * * 5', 'on Fridays at 20:00'],
  ['0 */6 * * *', 'every six hours'],
] as const;

interface FieldsProps {
  form: ScheduleForm;
  onForm: (change: Partial<ScheduleForm>) => void;
  /** It is stored already: its name stays. */
  stored: boolean;
}

/** When it starts, how long a night may last, and what it launches under. */
export function RuleFields(props: FieldsProps) {
  return (
    <div className={styles.form} role="group" aria-label="When it starts">
      {!props.stored && (
        <Field
          {...props}
          field="name"
          label="Name of the schedule"
          hint="lower-case letters, digits and hyphens"
          maxLength={MAX_NAME}
        />
      )}
      <StartFields {...props} />
      <NightFields {...props} />
    </div>
  );
}

function StartFields(props: FieldsProps) {
  return (
    <>
      <Field
        {...props}
        field="cron"
        label="Cron expression"
        hint="minute, hour, day of month, month, day of week"
        list="often"
      />
      <datalist id="often">
        {OFTEN.map(([cron, about]) => (
          <option key={cron} value={cron}>
            {about}
          </option>
        ))}
      </datalist>
      <Field
        {...props}
        field="zone"
        label="Time zone"
        hint={`of all times of day here; yours is ${VIEWER_ZONE}`}
        list="zones"
      />
      <datalist id="zones">
        {ZONES.map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
      <Field
        {...props}
        field="window"
        label="Window"
        hint="22:00-06:00: a night starts and goes on only then"
        placeholder="at any time"
      />
      <Field
        {...props}
        field="lateUntil"
        label="Late until"
        hint="02:00: a missed start is made up for until then"
        placeholder="a missed start is skipped"
      />
    </>
  );
}

function NightFields(props: FieldsProps) {
  const { form, onForm } = props;
  return (
    <>
      <label className={styles.field}>
        While the night before still runs
        <select value={form.overlap} onChange={({ target }) => onForm({ overlap: overlapOf(target.value) })}>
          <option value="skip">skip the start</option>
          <option value="queue">wait for its end</option>
        </select>
      </label>
      <Field
        {...props}
        field="budgetHours"
        label="Budget in device-hours"
        hint="of a night, summed over its devices"
        placeholder="without a limit"
        inputMode="decimal"
      />
      <Field {...props} field="priority" label="Priority" hint="of its campaigns, -100 to 100; 0 is usual" />
      <Field
        {...props}
        field="resolver"
        label="Resolver"
        hint="program that prints what is under test"
        placeholder="none"
      />
    </>
  );
}

type FieldProps = FieldsProps &
  Pick<ComponentProps<'input'>, 'list' | 'placeholder' | 'maxLength' | 'inputMode'> & {
    field: keyof ScheduleForm;
    label: string;
    hint: string;
  };

function Field({ form, onForm, stored: _stored, field, label, hint, ...input }: FieldProps) {
  const id = useId();
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      <input
        {...input}
        id={id}
        aria-describedby={`${id}-hint`}
        value={form[field]}
        onChange={({ target }) => onForm({ [field]: target.value })}
        spellCheck={false}
        autoComplete="off"
      />
      <span id={`${id}-hint`} className={styles.hint}>
        {hint}
      </span>
    </div>
  );
}

function overlapOf(chosen: string): ScheduleForm['overlap'] {
  return chosen === 'queue' ? 'queue' : 'skip';
}
