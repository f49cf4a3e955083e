import { Fault } from '@joulefleet/core';
import { requireMasterKey, sealSecret } from '@joulefleet/platform';
import { describePrivateKey } from '@joulefleet/remote';
import {
  findIdentity,
  insertIdentity,
  inTransaction,
  newId,
  readMasterKeyId,
  type Identity,
  type Queryable,
} from '@joulefleet/store';
import type { KeyPorts } from '../fleet-ports';

/** A private key without a passphrase. */
export interface KeyToKeep {
  /** Made from the fingerprint when left out. */
  name?: string;
  privateKey: string;
  /** By the controller. */
  generated: boolean;
}

const NAME_DIGITS = 12;

/**
 * Keeps a private key, sealed; one that is kept already stays as it is. `also` happens in the same transaction, when it is new.
 * @throws Fault `identity_exists` (operator): another key has that name; and the same faults as `describePrivateKey`.
 */
export async function keepIdentity(
  { database, masterKey }: KeyPorts,
  { name: wanted, privateKey, generated }: KeyToKeep,
  also: (db: Queryable, name: string) => Promise<void> = () => Promise.resolve(),
): Promise<Identity> {
  const { keyType, publicKeyLine: publicKey, fingerprint } = describePrivateKey(privateKey);
  const id = newId();
  const name = wanted ?? nameOf(fingerprint);
  const sealed = sealSecret(masterKey, id, Buffer.from(privateKey));
  const identity = { id, name, keyType, publicKey, fingerprint, generated, ...sealed };
  await inTransaction(database, async (client) => {
    const inserted = await insertIdentity(client, identity);
    if (inserted === 'same_name') throw identityExists(name);
    if (inserted === 'other_master_key') requireMasterKey(masterKey, await readMasterKeyId(client));
    if (inserted === 'saved') await also(client, name);
  });
  return (await findIdentity(database, fingerprint)) ?? Promise.reject(identityExists(name));
}

/** `key-` and digits of the fingerprint: the same for the same key. */
function nameOf(fingerprint: string): string {
  const digest = Buffer.from(fingerprint.replace('SHA256:', ''), 'base64');
  return `key-${digest.toString('hex').slice(0, NAME_DIGITS)}`;
}

export function identityExists(name: string): Fault {
  return new Fault(`another key is stored as ${name}`, {
    code: 'identity_exists',
    origin: 'operator',
    transient: false,
    where: name,
    remedy: 'Give it another name, or see `joulefleet identity list`.',
  });
}
