import { Dialog, DialogHeading } from '@ariakit/react';
import { useState, type FormEvent } from 'react';
import { ApiFailure } from '../api/api-failure';
import { Button } from '../parts/button';
import dialog from '../parts/dialog.module.css';
import { Failure } from '../parts/states';
import { session, useSession } from '../session/session';

/** Asks for name and password over whatever is shown, which stays as it is. */
export function SignInDialog() {
  const { asking, view, refusal } = useSession();
  return (
    <Dialog
      open={asking}
      data-persistent
      hideOnEscape={false}
      hideOnInteractOutside={false}
      backdrop={<div className={dialog.backdrop} />}
      className={dialog.dialog}
    >
      <DialogHeading className={dialog.heading} render={view ? <h2 /> : <h1 />}>
        {view ? 'Your session has ended' : 'Sign in to Joulefleet'}
      </DialogHeading>
      {view && <p>Sign in again: nothing that you typed is lost.</p>}
      {refusal !== null && <p role="alert">{refusal}</p>}
      <SignInForm key={view?.name} name={view?.name ?? ''} />
      <p>
        On the controller&apos;s own machine <code>joulefleet web</code> opens this page without a password.
      </p>
    </Dialog>
  );
}

function SignInForm({ name: known }: { name: string }) {
  const [name, setName] = useState(known);
  const [password, setPassword] = useState('');
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setPending(true);
    session
      .signIn(name, password)
      .then(
        () => setFailure(null),
        (error: unknown) => setFailure(error instanceof ApiFailure ? error : null),
      )
      .finally(() => {
        setPassword('');
        setPending(false);
      });
  };
  return (
    <form onSubmit={submit}>
      <label className={dialog.field}>
        Name
        <input autoComplete="username" value={name} onChange={(event) => setName(event.target.value)} required />
      </label>
      <label className={dialog.field}>
        Password
        <input
          type="password"
          autoComplete="current-password"
          value={password}
          onChange={(event) => setPassword(event.target.value)}
          required
        />
      </label>
      {failure && <Failure failure={failure} />}
      <div className={dialog.actions}>
        <Button type="submit" look="main" disabled={pending}>
          {pending ? 'Signing in…' : 'Sign in'}
        </Button>
      </div>
    </form>
  );
}
