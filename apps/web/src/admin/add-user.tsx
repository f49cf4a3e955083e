import type { Role } from '@joulefleet/core';
import { ROLES } from '@joulefleet/core';
import { useState } from 'react';
import { Button } from '../parts/button';
import { ConfirmDialog } from '../parts/confirm-dialog';
import dialog from '../parts/dialog.module.css';
import { ShownOnce } from '../parts/shown-once';
import { useSecretChange } from '../parts/use-secret-change';
import { makePassword } from './make-password';
import { PasswordChoice, type PasswordKind } from './password-choice';

interface TypedUser {
  name: string;
  role: Role;
  kind: PasswordKind;
  password: string;
}

const NOTHING: TypedUser = { name: '', role: 'researcher', kind: 'made', password: '' };

/** Adds a user; a password that is made here is shown once. */
export function AddUser() {
  const { ask, dialogFor } = useSecretChange('createUser');
  const [typed, setTyped] = useState(NOTHING);
  const [secret, setSecret] = useState<{ name: string; text: string } | null>(null);
  const set = (change: Partial<TypedUser>): void => setTyped((before) => ({ ...before, ...change }));
  const { name, role, kind } = typed;
  const password = kind === 'none' ? undefined : typed.password;
  const own = dialogFor(
    () => ({ body: { name, role, password } }),
    () => {
      if (kind === 'made') setSecret({ name, text: typed.password });
      setTyped(NOTHING);
    },
  );
  const open = (): void => {
    set({ password: makePassword(), kind: 'made' });
    ask();
  };
  const close = (): void => {
    set({ password: '' });
    own.onClose();
  };
  return (
    <>
      <Button look="main" onClick={open}>
        Add a user…
      </Button>
      <ConfirmDialog
        title="Add a user"
        explanation="The role says what they may do: a viewer looks, a researcher launches campaigns, an admin does everything."
        verb="Add user"
        {...own}
        onClose={close}
      >
        <UserFields typed={typed} onTyped={set} />
      </ConfirmDialog>
      <ShownOnce
        secret={
          secret && {
            title: `Password of ${secret.name}`,
            about: 'It is shown only here, this once. Hand it over on a safe way; they can change it on their account.',
            text: secret.text,
          }
        }
        onClose={() => setSecret(null)}
      />
    </>
  );
}

function UserFields({ typed, onTyped }: { typed: TypedUser; onTyped: (change: Partial<TypedUser>) => void }) {
  return (
    <>
      <label className={dialog.field}>
        Name: lower-case letters, digits and hyphens
        <input
          value={typed.name}
          onChange={(event) => onTyped({ name: event.target.value })}
          required
          autoComplete="off"
          spellCheck={false}
        />
      </label>
      <RoleField role={typed.role} onRole={(role) => onTyped({ role })} />
      <PasswordChoice kinds={['made', 'typed', 'none']} kind={typed.kind} typed={typed.password} onChange={onTyped} />
    </>
  );
}

export function RoleField({ role, onRole }: { role: Role; onRole: (role: Role) => void }) {
  return (
    <label className={dialog.field}>
      Role
      <select value={role} onChange={({ target }) => onRole(ROLES.find((each) => each === target.value) ?? role)}>
        {ROLES.map((each) => (
          <option key={each}>{each}</option>
        ))}
      </select>
    </label>
  );
}
