import dialog from '../parts/dialog.module.css';
import styles from './admin.module.css';
import { makePassword } from './make-password';

export type PasswordKind = 'made' | 'typed' | 'none';

const KINDS: Readonly<Record<PasswordKind, string>> = {
  made: 'Make one, and show it once',
  typed: 'Type one',
  none: 'None: a program, which gets an API key',
};
const MIN_CHARACTERS = 12;

interface ChoiceProps {
  kinds: readonly PasswordKind[];
  kind: PasswordKind;
  typed: string;
  onChange: (change: { kind?: PasswordKind; password?: string }) => void;
}

/** Where the password of a user comes from. */
export function PasswordChoice({ kinds, kind, typed, onChange }: ChoiceProps) {
  const choose = (chosen: PasswordKind): void =>
    onChange({ kind: chosen, password: chosen === 'made' ? makePassword() : '' });
  return (
    <>
      <fieldset className={styles.scopes}>
        <legend>Password</legend>
        {kinds.map((each) => (
          <label key={each}>
            <input type="radio" name="password-kind" checked={kind === each} onChange={() => choose(each)} />{' '}
            {KINDS[each]}
          </label>
        ))}
      </fieldset>
      {kind === 'typed' && (
        <label className={dialog.field}>
          Password, at least {MIN_CHARACTERS} characters
          <input
            type="password"
            autoComplete="new-password"
            minLength={MIN_CHARACTERS}
            required
            value={typed}
            onChange={(event) => onChange({ password: event.target.value })}
          />
        </label>
      )}
    </>
  );
}
