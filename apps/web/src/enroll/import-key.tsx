import { useState, type ChangeEvent } from 'react';
import { Button } from '../parts/button';
import { ConfirmDialog } from '../parts/confirm-dialog';
import dialog from '../parts/dialog.module.css';
import { useSecretChange } from '../parts/use-secret-change';

interface TypedKey {
  privateKey: string;
  passphrase: string;
  name: string;
}

const NO_KEY: TypedKey = { privateKey: '', passphrase: '', name: '' };

/** The private key goes to the controller, which stores it encrypted, and is kept nowhere here. */
export function ImportKey({ onImported }: { onImported?: (name: string) => void }) {
  const { ask, dialogFor } = useSecretChange('importIdentity');
  const [typed, setTyped] = useState(NO_KEY);
  const { privateKey, passphrase, name } = typed;
  const body = { privateKey, name: name || undefined, passphrase: passphrase || undefined };
  const { onClose, ...own } = dialogFor(
    () => ({ body }),
    (imported) => {
      setTyped(NO_KEY);
      onImported?.(imported.name);
    },
  );
  const close = (): void => {
    setTyped(NO_KEY);
    onClose();
  };
  return (
    <>
      <Button onClick={ask}>Import another key…</Button>
      <ConfirmDialog
        title="Import a private key"
        explanation="The controller stores it encrypted and logs in to boards with it. Nobody can read it again."
        verb="Import"
        {...own}
        onClose={close}
      >
        <KeyFields typed={typed} onTyped={(change) => setTyped((before) => ({ ...before, ...change }))} />
      </ConfirmDialog>
    </>
  );
}

function KeyFields({ typed, onTyped }: { typed: TypedKey; onTyped: (change: Partial<TypedKey>) => void }) {
  const readFile = (event: ChangeEvent<HTMLInputElement>): void => {
    void event.target.files?.[0]?.text().then((privateKey) => onTyped({ privateKey }));
  };
  return (
    <>
      <label className={dialog.field}>
        Private key, in OpenSSH or PEM format
        <textarea
          rows={6}
          value={typed.privateKey}
          onChange={(event) => onTyped({ privateKey: event.target.value })}
          required
          spellCheck={false}
          autoComplete="off"
        />
      </label>
      <label className={dialog.field}>
        Or its file
        <input type="file" onChange={readFile} />
      </label>
      <label className={dialog.field}>
        Passphrase, if it has one
        <input
          type="password"
          autoComplete="off"
          value={typed.passphrase}
          onChange={(event) => onTyped({ passphrase: event.target.value })}
        />
      </label>
      <label className={dialog.field}>
        Name here (left empty: from its fingerprint)
        <input
          value={typed.name}
          onChange={(event) => onTyped({ name: event.target.value })}
          pattern="[a-z0-9][a-z0-9_.\-]{0,62}"
        />
      </label>
    </>
  );
}
