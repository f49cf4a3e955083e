import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { Fault } from '@joulefleet/core';
import type { MasterKey } from './master-key';

const CIPHER = 'aes-256-gcm';
/** A random nonce of 96 bits a sealing: the size that GCM is made for (NIST SP 800-38D, 8.2.2). */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** What is kept of a secret. */
export interface SealedSecret {
  /** Nonce, tag, ciphertext. */
  sealed: Uint8Array<ArrayBuffer>;
  /** Of the master key that sealed it. */
  masterKeyId: string;
}

/** Encrypts a secret for the row called `id`; under another id it cannot be opened. */
export function sealSecret(masterKey: MasterKey, id: string, secret: Buffer): SealedSecret {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, masterKey.key, nonce, { authTagLength: TAG_BYTES }).setAAD(Buffer.from(id));
  const ciphertext = Buffer.concat([cipher.update(secret), cipher.final()]);
  return { sealed: Buffer.concat([nonce, cipher.getAuthTag(), ciphertext]), masterKeyId: masterKey.id };
}

/**
 * The secret of the row called `id`.
 * @throws Fault `master_key_wrong` (operator): another key sealed it; `secret_damaged` (controller): the row was changed.
 */
export function openSecret(masterKey: MasterKey, id: string, { sealed, masterKeyId }: SealedSecret): Buffer {
  if (masterKeyId !== masterKey.id) throw wrongKey(masterKey, masterKeyId);
  try {
    const [nonce, tag] = [sealed.subarray(0, NONCE_BYTES), sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES)];
    const decipher = createDecipheriv(CIPHER, masterKey.key, nonce, { authTagLength: TAG_BYTES });
    decipher.setAAD(Buffer.from(id)).setAuthTag(tag);
    return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]);
  } catch (cause) {
    throw new Fault(`the private key of ${id} is damaged: it is not what was sealed there`, {
      code: 'secret_damaged',
      origin: 'controller',
      transient: false,
      where: id,
      remedy: 'Remove the identity and import it again, or restore the table `identity` from a backup.',
      cause,
    });
  }
}

function wrongKey({ id }: MasterKey, sealedBy: string): Fault {
  return new Fault(`the private keys were sealed with the master key ${sealedBy}, and this process has ${id}`, {
    code: 'master_key_wrong',
    origin: 'operator',
    transient: false,
    remedy: "Give it that key: JOULEFLEET_MASTER_KEY, or the file master.key of the controller's home.",
  });
}
