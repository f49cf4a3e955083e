import { useState } from 'react';
import { KeysSection } from '../../admin/keys-section';
import { formatMoment } from '../../format/format';
import { Button } from '../../parts/button';
import { ConfirmDialog } from '../../parts/confirm-dialog';
import dialog from '../../parts/dialog.module.css';
import { useSecretChange } from '../../parts/use-secret-change';
import { useTitle } from '../../parts/use-title';
import { useSession } from '../../session/session';

const MIN_CHARACTERS = 12;

/** One's own password, keys and session. */
export function Account() {
  useTitle('Account');
  const { view } = useSession();
  if (!view) return null;
  return (
    <>
      <h1>Account</h1>
      <p>
        You are {view.name}, {view.role}. This session ends {formatMoment(view.expiresAt)}. You may:{' '}
        <code>{view.scopes.join(' ')}</code>
      </p>
      <ChangePassword />
      <KeysSection user={null} scopes={view.scopes} />
    </>
  );
}

const NOTHING = { old: '', fresh: '', again: '' };

function ChangePassword() {
  const { ask, dialogFor } = useSecretChange('changePassword');
  const [typed, setTyped] = useState(NOTHING);
  const { old, fresh, again } = typed;
  const own = dialogFor(
    () => ({ body: { oldPassword: old, newPassword: fresh } }),
    () => setTyped(NOTHING),
  );
  const close = (): void => {
    setTyped(NOTHING);
    own.onClose();
  };
  const field = (name: keyof typeof NOTHING, label: string, autoComplete: string) => (
    <label className={dialog.field}>
      {label}
      <input
        type="password"
        autoComplete={autoComplete}
        required
        minLength={name === 'old' ? undefined : MIN_CHARACTERS}
        value={typed[name]}
        onChange={(event) => setTyped((before) => ({ ...before, [name]: event.target.value }))}
      />
    </label>
  );
  return (
    <>
      <Button onClick={ask}>Change password…</Button>
      <ConfirmDialog
        title="Change your password"
        explanation="All your sessions end, this one too: sign in again with the new one. Keys stay."
        verb="Change password"
        ready={fresh === again}
        {...own}
        onClose={close}
      >
        {field('old', 'Old password', 'current-password')}
        {field('fresh', `New password, at least ${MIN_CHARACTERS} characters`, 'new-password')}
        {field('again', 'The same again', 'new-password')}
        {again !== '' && fresh !== again && <p role="alert">The two differ.</p>}
      </ConfirmDialog>
    </>
  );
}
