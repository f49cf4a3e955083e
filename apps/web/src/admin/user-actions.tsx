import type { UserView } from '@joulefleet/contracts';
import { useState } from 'react';
import { Button } from '../parts/button';
import { ConfirmDialog } from '../parts/confirm-dialog';
import { ShownOnce } from '../parts/shown-once';
import { useConfirmedChange } from '../parts/use-confirmed-change';
import { useSecretChange } from '../parts/use-secret-change';
import { RoleField } from './add-user';
import styles from './admin.module.css';
import { makePassword } from './make-password';
import { PasswordChoice, type PasswordKind } from './password-choice';

/** Role, password and access of a user. */
export function UserActions({ user }: { user: UserView }) {
  return (
    <div className={styles.cell}>
      <RoleAction user={user} />
      <PasswordAction name={user.name} />
      <AccessAction user={user} />
    </div>
  );
}

function RoleAction({ user: { name, role } }: { user: UserView }) {
  const { ask, dialogFor } = useConfirmedChange('editUser');
  const [chosen, setChosen] = useState(role);
  const open = (): void => {
    setChosen(role);
    ask();
  };
  return (
    <>
      <Button aria-label={`Role of ${name}…`} onClick={open}>
        Role…
      </Button>
      <ConfirmDialog
        title={`Role of ${name}`}
        explanation="It takes effect at once, for their keys too."
        verb="Set role"
        ready={chosen !== role}
        {...dialogFor({ params: { name }, body: { role: chosen } })}
      >
        <RoleField role={chosen} onRole={setChosen} />
      </ConfirmDialog>
    </>
  );
}

function PasswordAction({ name }: { name: string }) {
  const { ask, dialogFor } = useSecretChange('editUser');
  const [kind, setKind] = useState<PasswordKind>('made');
  const [password, setPassword] = useState('');
  const [shown, setShown] = useState<string | null>(null);
  const own = dialogFor(
    () => ({ params: { name }, body: { password } }),
    () => {
      if (kind === 'made') setShown(password);
      setPassword('');
    },
  );
  const open = (): void => {
    setKind('made');
    setPassword(makePassword());
    ask();
  };
  const close = (): void => {
    setPassword('');
    own.onClose();
  };
  return (
    <>
      <Button aria-label={`Password of ${name}…`} onClick={open}>
        Password…
      </Button>
      <ConfirmDialog
        title={`New password of ${name}`}
        explanation="The old one is good no more, and all their sessions end. Keys stay."
        verb="Set password"
        danger
        {...own}
        onClose={close}
      >
        <PasswordChoice
          kinds={['made', 'typed']}
          kind={kind}
          typed={password}
          onChange={(change) => {
            if (change.kind) setKind(change.kind);
            if (change.password !== undefined) setPassword(change.password);
          }}
        />
      </ConfirmDialog>
      <ShownOnce
        secret={
          shown === null
            ? null
            : { title: `Password of ${name}`, about: 'It is shown only here, this once.', text: shown }
        }
        onClose={() => setShown(null)}
      />
    </>
  );
}

function AccessAction({ user: { name, disabledAt } }: { user: UserView }) {
  const { ask, dialogFor } = useConfirmedChange('editUser');
  const disabled = disabledAt !== null;
  const verb = disabled ? 'Enable' : 'Disable';
  return (
    <>
      <Button look={disabled ? 'plain' : 'danger'} aria-label={`${verb} ${name}…`} onClick={ask}>
        {verb}…
      </Button>
      <ConfirmDialog
        title={`${verb} ${name}?`}
        explanation={
          disabled
            ? 'Keys that were not revoked are valid again.'
            : 'All access is blocked at once, by password and by key. Their schedules start nothing; what they own stays.'
        }
        verb={`${verb} user`}
        danger={!disabled}
        {...dialogFor({ params: { name }, body: { disabled: !disabled } })}
      />
    </>
  );
}
