import type { IdentityView } from '@joulefleet/contracts';
import { useChange, useRoute } from '../api/use-route';
import { Button } from '../parts/button';
import { CodeBlock } from '../parts/code-block';
import { Answered, Failure } from '../parts/states';
import styles from './enroll.module.css';
import { ImportKey } from './import-key';

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
