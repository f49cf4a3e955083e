import type { CreatedKey } from '@joulefleet/contracts';
import type { Scope } from '@joulefleet/core';
import { useState } from 'react';
import { fromLocalField } from '../device-actions/local-moment';
import { VIEWER_ZONE } from '../format/zone';
import { Button } from '../parts/button';
import { ConfirmDialog } from '../parts/confirm-dialog';
import dialog from '../parts/dialog.module.css';
import { ShownOnce } from '../parts/shown-once';
import { useSecretChange } from '../parts/use-secret-change';
import styles from './admin.module.css';

interface TypedKey {
  name: string;
  /** Null: all that the user has, also what a later role adds. */
  scopes: readonly Scope[] | null;
  expires: string;
}

const NOTHING: TypedKey = { name: '', scopes: null, expires: '' };

/** Makes an API key, which is shown once. */
export function CreateKey({ user, scopes }: { user: string | null; scopes: readonly Scope[] }) {
  const own = useSecretChange('createKey');
  const others = useSecretChange('createUserKey');
  const [typed, setTyped] = useState(NOTHING);
  const [made, setMade] = useState<CreatedKey | null>(null);
  const body = () => ({
    name: typed.name,
    scopes: typed.scopes ? [...typed.scopes] : undefined,
    expiresAt: fromLocalField(typed.expires) ?? undefined,
  });
  const onDone = (key: CreatedKey): void => {
    setMade(key);
    setTyped(NOTHING);
  };
  const asked =
    user === null
      ? own.dialogFor(() => ({ body: body() }), onDone)
      : others.dialogFor(() => ({ params: { name: user }, body: body() }), onDone);
  return (
    <>
      <Button look="main" onClick={user === null ? own.ask : others.ask}>
        Create a key…
      </Button>
      <ConfirmDialog
        title={user === null ? 'Create an API key' : `Create an API key of ${user}`}
        explanation="Programs and the command line identify themselves with it. It is shown once."
        verb="Create key"
        ready={typed.scopes === null || typed.scopes.length > 0}
        {...asked}
      >
        <KeyFields typed={typed} offered={scopes} onTyped={(change) => setTyped((old) => ({ ...old, ...change }))} />
      </ConfirmDialog>
      <ShownOnce
        secret={
          made && {
            title: `API key ${made.name}`,
            about: 'It is shown only here, this once. Send it as "Authorization: Bearer …", or set JOULEFLEET_API_KEY.',
            text: made.key,
          }
        }
        onClose={() => setMade(null)}
      />
    </>
  );
}

interface FieldsProps {
  typed: TypedKey;
  offered: readonly Scope[];
  onTyped: (change: Partial<TypedKey>) => void;
}

function KeyFields({ typed: { name, scopes, expires }, offered, onTyped }: FieldsProps) {
  const toggle = (scope: Scope): void => {
    const before = scopes ?? offered;
    onTyped({ scopes: before.includes(scope) ? before.filter((each) => each !== scope) : [...before, scope] });
  };
  return (
    <>
      <label className={dialog.field}>
        What it is for
        <input
          value={name}
          onChange={(event) => onTyped({ name: event.target.value })}
          required
          autoComplete="off"
          placeholder="nightly"
        />
      </label>
      <fieldset className={styles.scopes}>
        <legend>What it may do</legend>
        {offered.map((scope) => (
          <label key={scope}>
            <input type="checkbox" checked={(scopes ?? offered).includes(scope)} onChange={() => toggle(scope)} />{' '}
            <code>{scope}</code>
          </label>
        ))}
      </fieldset>
      <label className={dialog.field}>
        Expires ({VIEWER_ZONE}; left empty: never)
        <input type="datetime-local" value={expires} onChange={(event) => onTyped({ expires: event.target.value })} />
      </label>
    </>
  );
}
