import type { InventoryView } from '@joulefleet/contracts';
import { useState, type ChangeEvent, type FormEvent } from 'react';
import { useChange, useRoute } from '../api/use-route';
import { EnrollPage } from '../enroll/enroll-page';
import styles from '../inventory/inventory.module.css';
import { ListedDevices } from '../inventory/listed-devices';
import { Button } from '../parts/button';
import { Answered, Failure } from '../parts/states';

const MAX_KEYS = 500;
const EXAMPLE = `defaults: { user: jetson, labels: [rack-a] }
devices:
  - { name: nano-1, host: 10.0.0.7, fingerprint: 'SHA256:…' }
  - { name: orin-1, host: orin-1.lab, port: 2222 }
`;

/** Enrolls the boards of an inventory file, with the same rules as the command line. */
export function Inventory() {
  return (
    <EnrollPage title="Enroll an inventory">
      <Steps />
    </EnrollPage>
  );
}

interface Typed {
  source: string;
  sourceName: string;
  knownHosts: string;
  user: string;
  identity: string;
}

const NOTHING: Typed = { source: '', sourceName: 'inventory.yaml', knownHosts: '', user: '', identity: '' };

/** What was typed stays while the list is shown, and after a mistake in it. */
function Steps() {
  const [typed, setTyped] = useState(NOTHING);
  const [view, setView] = useState<InventoryView | null>(null);
  const query = useRoute('listIdentities', { query: { limit: MAX_KEYS } });
  return (
    <Answered query={query}>
      {({ identities }) =>
        view === null ? (
          <FileForm
            typed={typed}
            onTyped={(change) => setTyped((before) => ({ ...before, ...change }))}
            names={identities.map(({ name }) => name)}
            onRead={setView}
          />
        ) : (
          <ListedDevices view={view} identities={identities} onBack={() => setView(null)} />
        )
      }
    </Answered>
  );
}

interface FormProps {
  typed: Typed;
  onTyped: (change: Partial<Typed>) => void;
  names: readonly string[];
  onRead: (view: InventoryView) => void;
}

function FileForm({ typed, onTyped, names, onRead }: FormProps) {
  const read = useChange('readInventory');
  const { source, sourceName, knownHosts, user, identity } = typed;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const body = {
      ...{ source, sourceName },
      ...(knownHosts !== '' && { knownHosts }),
      ...(user !== '' && { user }),
      ...(identity !== '' && { identity }),
    };
    read.mutate({ body }, { onSuccess: onRead });
  };
  return (
    <form onSubmit={submit} className={styles.form}>
      <p>
        Many boards at once, from the file that <code>joulefleet device enroll --inventory</code> takes: YAML or CSV. It
        is read first; no board is contacted before you have seen the list, and no host key is pinned that the file,
        known_hosts or you did not confirm.
      </p>
      <FileFields typed={typed} onTyped={onTyped} />
      <DefaultFields typed={typed} onTyped={onTyped} names={names} />
      {read.error && <Failure failure={read.error} />}
      <div className={styles.actions}>
        <Button type="submit" look="main" disabled={read.isPending || source === ''}>
          Read the list
        </Button>
      </div>
    </form>
  );
}

function FileFields({ typed: { source, sourceName }, onTyped }: Pick<FormProps, 'typed' | 'onTyped'>) {
  return (
    <>
      <label>
        Inventory file
        <input
          type="file"
          accept=".yaml,.yml,.csv,.tsv"
          onChange={readFile((text, name) => onTyped({ source: text, sourceName: name }))}
        />
      </label>
      <label>
        Or its text ({sourceName})
        <textarea
          rows={10}
          value={source}
          onChange={({ target }) => onTyped({ source: target.value })}
          placeholder={EXAMPLE}
          spellCheck={false}
          required
        />
      </label>
      <label>
        What the text is
        <select
          value={/\.[ct]sv$/i.test(sourceName) ? 'inventory.csv' : 'inventory.yaml'}
          onChange={({ target }) => onTyped({ sourceName: target.value })}
        >
          <option value="inventory.yaml">YAML</option>
          <option value="inventory.csv">CSV: name,host,port,user,identity,fingerprint,labels</option>
        </select>
      </label>
    </>
  );
}

/** What holds for boards of which the file does not say it. */
function DefaultFields({ typed: { knownHosts, user, identity }, onTyped, names }: Omit<FormProps, 'onRead'>) {
  return (
    <>
      <label>
        known_hosts with the host keys to pin (not needed)
        <input type="file" onChange={readFile((text) => onTyped({ knownHosts: text }))} />
      </label>
      <label>
        Or its text
        <textarea
          rows={3}
          value={knownHosts}
          onChange={({ target }) => onTyped({ knownHosts: target.value })}
          spellCheck={false}
        />
      </label>
      <label>
        Login name of boards for which the file has none
        <input value={user} onChange={({ target }) => onTyped({ user: target.value })} placeholder="jetson" />
      </label>
      <label>
        Key of boards for which the file has none
        <select value={identity} onChange={({ target }) => onTyped({ identity: target.value })}>
          <option value="">the controller&apos;s own</option>
          {names.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </label>
    </>
  );
}

function readFile(then: (text: string, name: string) => void) {
  return (event: ChangeEvent<HTMLInputElement>): void => {
    const file = event.target.files?.[0];
    void file?.text().then((text) => then(text, file.name));
  };
}
