import type { KeyView } from '@joulefleet/contracts';
import type { Scope } from '@joulefleet/core';
import { callRoute } from '../api/call-route';
import { useAllPages } from '../api/use-all-pages';
import { formatMoment } from '../format/format';
import { Badge } from '../parts/badge';
import { Button } from '../parts/button';
import { ConfirmDialog } from '../parts/confirm-dialog';
import { ScrollTable } from '../parts/scroll-table';
import { Answered } from '../parts/states';
import { useConfirmedChange } from '../parts/use-confirmed-change';
import { usePassed } from '../parts/use-passed';
import styles from './admin.module.css';
import { CreateKey } from './create-key';

const COLUMNS = ['Key', 'Id', 'State', 'Expires', 'Last used', 'Made', 'May', 'Actions'];

interface KeysProps {
  /** Another user's keys; null: one's own. */
  user: string | null;
  /** What a key can have at most. */
  scopes: readonly Scope[];
}

/** API keys of a user; those that are revoked or expired are shown with the rest, as the command line does. */
export function KeysSection({ user, scopes }: KeysProps) {
  return (
    <section aria-labelledby="keys">
      <h2 id="keys">API keys</h2>
      <div className={styles.actions}>
        <CreateKey user={user} scopes={scopes} />
      </div>
      {user === null ? <OwnKeys /> : <KeysOf user={user} />}
    </section>
  );
}

function OwnKeys() {
  const query = useAllPages(
    ['listKeys'],
    (page) => callRoute('listKeys', page),
    ({ keys }) => keys,
  );
  return <Answered query={query}>{(keys) => <Table keys={keys} user={null} />}</Answered>;
}

function KeysOf({ user }: { user: string }) {
  const query = useAllPages(
    ['listUserKeys', user],
    (page) => callRoute('listUserKeys', { params: { name: user }, ...page }),
    ({ keys }) => keys,
  );
  return <Answered query={query}>{(keys) => <Table keys={keys} user={user} />}</Answered>;
}

function Table({ keys, user }: { keys: KeyView[]; user: string | null }) {
  if (keys.length === 0) return <p>No key yet. A program or the command line needs one; this page does not.</p>;
  return (
    <ScrollTable label="API keys" columns={COLUMNS} framed>
      {keys.map((key) => (
        <Row key={key.id} entry={key} user={user} />
      ))}
    </ScrollTable>
  );
}

function Row({ entry, user }: { entry: KeyView; user: string | null }) {
  const { id, name, scopes, createdAt, expiresAt, lastUsedAt, revokedAt } = entry;
  const expired = usePassed(expiresAt ?? '2200-01-01T00:00:00Z');
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>
        <code>{id}</code>
      </td>
      <td>
        {revokedAt !== null ? (
          <Badge>revoked</Badge>
        ) : expired ? (
          <Badge>expired</Badge>
        ) : (
          <Badge tone="good">good</Badge>
        )}
      </td>
      <td>{expiresAt === null ? 'never' : formatMoment(expiresAt)}</td>
      <td>{lastUsedAt === null ? 'never' : formatMoment(lastUsedAt)}</td>
      <td>{formatMoment(createdAt)}</td>
      <td className={styles.key}>{scopes.join(' ')}</td>
      <td>{revokedAt === null && <RevokeAction entry={entry} user={user} />}</td>
    </tr>
  );
}

function RevokeAction({ entry: { id, name }, user }: { entry: KeyView; user: string | null }) {
  const own = useConfirmedChange('revokeKey');
  const others = useConfirmedChange('revokeUserKey');
  const { ask } = user === null ? own : others;
  const dialog = user === null ? own.dialogFor({ params: { id } }) : others.dialogFor({ params: { name: user, id } });
  return (
    <>
      <Button look="danger" aria-label={`Revoke ${name}…`} onClick={ask}>
        Revoke…
      </Button>
      <ConfirmDialog
        title={`Revoke the key ${name}?`}
        explanation={`Whatever uses it (${id}) is locked out at once, and for good. Keys that were made with it stay.`}
        verb="Revoke key"
        danger
        {...dialog}
      />
    </>
  );
}
