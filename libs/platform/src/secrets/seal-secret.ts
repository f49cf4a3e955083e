import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { Fault } from '@joulefleet/core';
import type { MasterKey } from './master-key';

const CIPHER = 'aes-256-gcm';
/** A random 96-bit nonce per encryption, the size recommended for GCM (NIST SP 800-38D, 8.2.2). */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** An encrypted secret as it is stored. */
export interface SealedSecret {
  /** Nonce, authentication tag and ciphertext, concatenated. */
  sealed: Uint8Array<ArrayBuffer>;
  /** Id of the master key that encrypted it. */
  masterKeyId: string;
}

/** Encrypts a secret and binds it to the row `id`; it cannot be decrypted under another id. */
export function sealSecret(masterKey: MasterKey, id: string, secret: Buffer): SealedSecret {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, masterKey.key, nonce, { authTagLength: TAG_BYTES }).setAAD(Buffer.from(id));
  const ciphertext = Buffer.concat([cipher.update(secret), cipher.final()]);
  return { sealed: Buffer.concat([nonce, cipher.getAuthTag(), ciphertext]), masterKeyId: masterKey.id };
}

/**
 * Decrypts the secret of the row `id`.
 * @throws Fault `master_key_wrong` (controller): encrypted with another key; `secret_damaged` (controller): the row was
 * changed.
 */
export function openSecret(masterKey: MasterKey, id: string, { sealed, masterKeyId }: SealedSecret): Buffer {
  if (masterKeyId !== masterKey.id) throw wrongKey(masterKey, masterKeyId);
  try {
    const [nonce, tag] = [sealed.subarray(0, NONCE_BYTES), sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES)];
    const decipher = createDecipheriv(CIPHER, masterKey.key, nonce, { authTagLength: TAG_BYTES });
    decipher.setAAD(Buffer.from(id)).setAuthTag(tag);
    return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]);
  } catch (cause) {
    throw new Fault(`the stored private key of ${id} is damaged`, {
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
  return new Fault(`the private keys were encrypted with the master key ${sealedBy}, but this process has ${id}`, {
    code: 'master_key_wrong',
    origin: 'controller',
    transient: false,
    remedy: "Give this process that key: set JOULEFLEET_MASTER_KEY, or restore master.key in the controller's home.",
  });
}
