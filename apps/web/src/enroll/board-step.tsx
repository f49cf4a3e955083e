import { nameFromHost } from '@joulefleet/core';
import type { FormEvent, InputHTMLAttributes } from 'react';
import type { ApiFailure } from '../api/api-failure';
import { Button } from '../parts/button';
import { Failure } from '../parts/states';
import type { BoardForm } from './board-form';
import styles from './enroll.module.css';
import { KeyChoice } from './key-choice';
import { SudoPreparation } from './sudo-preparation';
import { USER_PATTERN } from './user-pattern';

interface StepProps {
  form: BoardForm;
  onForm: (form: BoardForm) => void;
  pending: boolean;
  failure: ApiFailure | null;
  onNext: () => void;
}

type TextKey = Exclude<keyof BoardForm, 'sudo' | 'identity'>;

/** Fields of text in their order, with what the contract lets through. */
const FIELDS: readonly { key: TextKey; label: string; input: InputHTMLAttributes<HTMLInputElement> }[] = [
  {
    key: 'host',
    label: 'Host name or address',
    input: { required: true, maxLength: 253, placeholder: 'nano-1.lab', title: 'as the controller reaches it' },
  },
  { key: 'port', label: 'SSH port', input: { required: true, type: 'number', min: 1, max: 65535 } },
  {
    key: 'user',
    label: 'Login name on the board',
    input: {
      ...{ required: true, placeholder: 'jetson', title: 'at most 32 letters, digits, _ and -' },
      pattern: USER_PATTERN,
    },
  },
  {
    key: 'name',
    label: 'Name in the fleet',
    input: {
      ...{ required: true, title: 'at most 63 lower-case letters, digits and hyphens' },
      pattern: '[a-z0-9][a-z0-9\\-]{0,62}',
    },
  },
  { key: 'labels', label: 'Labels (none needed)', input: { placeholder: 'rack-a fast' } },
];

/** Where the board is and who logs in. */
export function BoardStep({ form, onForm, pending, failure, onNext }: StepProps) {
  const set = (change: Partial<BoardForm>): void => onForm({ ...form, ...change });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!pending) onNext();
  };
  return (
    <form onSubmit={submit} className={styles.form}>
      {FIELDS.map(({ key, label, input }) => (
        <label key={key} className={styles.field}>
          {label}
          <input
            {...input}
            value={form[key]}
            onChange={({ target }) => set(key === 'host' ? hostChange(form, target.value) : { [key]: target.value })}
            spellCheck={false}
            autoComplete="off"
          />
        </label>
      ))}
      <KeyChoice identity={form.identity} onIdentity={(identity) => set({ identity })} user={form.user} />
      <label className={styles.check}>
        <input type="checkbox" checked={form.sudo} onChange={(event) => set({ sudo: event.target.checked })} />
        The agent works through sudo (otherwise only where the login may not set clocks)
      </label>
      <SudoPreparation board={form} />
      {failure && (
        <div className={styles.wide}>
          <Failure failure={failure} />
        </div>
      )}
      <div className={styles.actions}>
        <Button type="submit" look="main" disabled={pending}>
          {pending ? 'Looking at its key…' : 'Next: look at its host key'}
        </Button>
      </div>
    </form>
  );
}

/** The name follows the host until it is typed. */
function hostChange(form: BoardForm, host: string): Partial<BoardForm> {
  const follows = form.name === '' || form.name === nameFromHost(form.host.trim());
  return follows ? { host, name: nameFromHost(host.trim()) } : { host };
}
