import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { ed25519Text } from './open-pkcs8';
import { readPrivateKey } from './read-private-key';

/** Generates an ed25519 key in OpenSSH format. `comment` ends its line for `authorized_keys`. */
export function makePrivateKey(comment: string): string {
  return ed25519Text(generateKeyPairSync('ed25519').privateKey, comment);
}

/**
 * The same private key without a passphrase, in a format that ssh2 can use: PKCS#8 is converted, an unencrypted key in another
 * form stays as it is.
 * @throws Fault the same faults as `describePrivateKey`.
 */
export function decryptPrivateKey(privateKey: string, passphrase: string | undefined, where = 'identity'): string {
  const { key, text, sealed } = readPrivateKey(privateKey, passphrase, where);
  if (!sealed) return text;
  const pem = key.getPrivatePEM();
  return key.type === 'ssh-ed25519' ? ed25519Text(createPrivateKey(pem), key.comment) : pem;
}
