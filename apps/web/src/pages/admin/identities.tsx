import type { IdentityView } from '@joulefleet/contracts';
import { useState } from 'react';
import styles from '../../admin/admin.module.css';
import { callRoute } from '../../api/call-route';
import { useAllPages } from '../../api/use-all-pages';
import { ImportKey } from '../../enroll/import-key';
import { formatMoment } from '../../format/format';
import { Button } from '../../parts/button';
import { CopyButton } from '../../parts/code-block';
import { ConfirmDialog } from '../../parts/confirm-dialog';
import dialog from '../../parts/dialog.module.css';
import { LongText } from '../../parts/long-text';
import { ScrollTable } from '../../parts/scroll-table';
import { Answered, Empty } from '../../parts/states';
import { useConfirmedChange } from '../../parts/use-confirmed-change';
import { useTitle } from '../../parts/use-title';
import { useMay } from '../../session/session';

const COLUMNS = ['Identity', 'Type', 'Origin', 'Devices', 'Since', 'Fingerprint', 'Line for authorized_keys'];

/** Keys with which the controller logs in to devices; only their public halves are ever shown. */
export function Identities() {
  useTitle('Identities');
  const query = useAllPages(
    ['listIdentities'],
    (page) => callRoute('listIdentities', page),
    ({ identities }) => identities,
  );
  const may = useMay('devices:write');
  return (
    <>
      <p>Keys with which the controller logs in to devices. Private keys are encrypted, and never leave it.</p>
      {may ? (
        <div className={styles.actions}>
          <MakeIdentity />
          <ImportKey />
        </div>
      ) : (
        <p className={styles.quiet}>Your role may look at them, not change them.</p>
      )}
      <Answered query={query}>
        {(identities) => (identities.length === 0 ? <NoIdentity /> : <Table identities={identities} may={may} />)}
      </Answered>
    </>
  );
}

function NoIdentity() {
  return (
    <Empty title="The controller has no key yet">
      <p>Make one, or import one. Enrolling a device makes the key `fleet` when it is needed.</p>
    </Empty>
  );
}

function Table({ identities, may }: { identities: IdentityView[]; may: boolean }) {
  return (
    <ScrollTable label="Identities" columns={may ? [...COLUMNS, 'Actions'] : COLUMNS} framed>
      {identities.map((identity) => (
        <tr key={identity.name}>
          <th scope="row">{identity.name}</th>
          <td>{identity.keyType}</td>
          <td>{identity.generated ? 'made here' : 'imported'}</td>
          <td className={styles.number}>{identity.devices}</td>
          <td>{formatMoment(identity.createdAt)}</td>
          <td className={styles.key}>
            <code>{identity.fingerprint}</code>
          </td>
          <td className={styles.key}>
            <code>
              <LongText text={identity.publicKey} shown={40} />
            </code>{' '}
            <CopyButton text={identity.publicKey} title={`the line of ${identity.name}`} />
          </td>
          {may && (
            <td>
              <RemoveIdentity identity={identity} />
            </td>
          )}
        </tr>
      ))}
    </ScrollTable>
  );
}

function MakeIdentity() {
  const { ask, dialogFor } = useConfirmedChange('generateIdentity');
  const [name, setName] = useState('');
  return (
    <>
      <Button look="main" onClick={ask}>
        Make a key…
      </Button>
      <ConfirmDialog
        title="Make a key"
        explanation="The controller makes it and keeps the private half. Append its line to authorized_keys on the devices."
        verb="Make key"
        {...dialogFor({ body: { name } }, () => setName(''))}
      >
        <label className={dialog.field}>
          Name: lower-case letters, digits and . _ -
          <input
            value={name}
            onChange={(event) => setName(event.target.value)}
            required
            autoComplete="off"
            spellCheck={false}
          />
        </label>
      </ConfirmDialog>
    </>
  );
}

function RemoveIdentity({ identity: { name, devices } }: { identity: IdentityView }) {
  const { ask, dialogFor } = useConfirmedChange('removeIdentity');
  return (
    <>
      <Button look="danger" aria-label={`Remove ${name}…`} disabled={devices > 0} onClick={ask}>
        Remove…
      </Button>
      <ConfirmDialog
        title={`Remove the key ${name}?`}
        explanation="The controller forgets it for good. Boards that let it in go on doing so: take its line out of authorized_keys there."
        verb="Remove key"
        danger
        {...dialogFor({ params: { name } })}
      />
    </>
  );
}
