import type { IdentityView } from '@joulefleet/contracts';
import { useState, type ChangeEvent } from 'react';
import { useChange, useRoute } from '../api/use-route';
import { Button } from '../parts/button';
import { CodeBlock } from '../parts/code-block';
import { ConfirmDialog } from '../parts/confirm-dialog';
import dialog from '../parts/dialog.module.css';
import { Answered, Failure } from '../parts/states';
import { useConfirmedChange } from '../parts/use-confirmed-change';
import styles from './enroll.module.css';

/** The key that the controller makes on first use. */
const OWN_KEY = 'fleet';
const MAX_KEYS = 500;

interface ChoiceProps {
  identity: string;
  onIdentity: (name: string) => void;
  user: string;
}

/** Which key the controller logs in with, and how the board comes to let it in. */
export function KeyChoice({ identity, onIdentity, user }: ChoiceProps) {
  const query = useRoute('listIdentities', { query: { limit: MAX_KEYS } });
  return (
    <Answered query={query}>
      {({ identities }) => (
        <>
          <div className={styles.field}>
            <label>
              Key
              <select value={identity} onChange={(event) => onIdentity(event.target.value)}>
                <option value="">{OWN_KEY} (the controller&apos;s own)</option>
                {identities
                  .filter(({ name }) => name !== OWN_KEY)
                  .map(({ name, keyType }) => (
                    <option key={name} value={name}>
                      {name} ({keyType})
                    </option>
                  ))}
              </select>
            </label>
            <ImportKey onImported={onIdentity} />
          </div>
          <LetIn identity={identities.find(({ name }) => name === (identity || OWN_KEY))} user={user} />
        </>
      )}
    </Answered>
  );
}

/** The line that a board needs. The controller's own key is made when it is asked for. */
function LetIn({ identity, user }: { identity: IdentityView | undefined; user: string }) {
  const make = useChange('generateIdentity');
  return (
    <details className={styles.wide}>
      <summary>How the board lets this key in</summary>
      {identity ? (
        <CodeBlock
          title="Line for authorized_keys"
          about={`Append it to ~/.ssh/authorized_keys of ${user || 'the login'} on the board, or do it from here with ssh-copy-id.`}
          text={identity.publicKey}
          fileName={`${identity.name}.pub`}
        />
      ) : (
        <p>
          The controller has no key yet.{' '}
          <Button onClick={() => make.mutate({ body: { name: OWN_KEY } })} disabled={make.isPending}>
            Make one
          </Button>
        </p>
      )}
      {make.error && <Failure failure={make.error} />}
    </details>
  );
}

interface TypedKey {
  privateKey: string;
  passphrase: string;
  name: string;
}

const NO_KEY: TypedKey = { privateKey: '', passphrase: '', name: '' };

/** The private key goes to the controller, which stores it encrypted, and is kept nowhere here. */
function ImportKey({ onImported }: { onImported: (name: string) => void }) {
  const { ask, dialogFor } = useConfirmedChange('importIdentity');
  const [typed, setTyped] = useState(NO_KEY);
  const { privateKey, passphrase, name } = typed;
  const body = { privateKey, name: name || undefined, passphrase: passphrase || undefined };
  const { onClose, ...own } = dialogFor({ body }, (imported) => {
    setTyped(NO_KEY);
    onImported(imported.name);
  });
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
