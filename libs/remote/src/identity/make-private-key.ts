import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { describePrivateKey, parsePrivateKey } from './describe-private-key';
import { toOpenSshForm } from './openssh-form';

/** A new ed25519 key in OpenSSH form. `comment` ends the line for `authorized_keys`. */
export function makePrivateKey(comment: string): string {
  return ed25519Text(generateKeyPairSync('ed25519').privateKey, comment);
}

/**
 * The same private key without a passphrase, in a form that can be logged in with. One that has none is left as it is.
 * @throws Fault as of `describePrivateKey`.
 */
export function decryptPrivateKey(privateKey: string, passphrase: string | undefined, where?: string): string {
  if (!describePrivateKey(privateKey, passphrase, where).encrypted) return privateKey;
  const key = parsePrivateKey(privateKey, passphrase);
  if (key instanceof Error) throw key;
  const pem = key.getPrivatePEM();
  return key.type === 'ssh-ed25519' ? ed25519Text(createPrivateKey(pem), key.comment) : pem;
}

function ed25519Text(key: KeyObject, comment: string): string {
  const { d, x } = key.export({ format: 'jwk' });
  return toOpenSshForm({ seed: Buffer.from(d!, 'base64url'), publicPart: Buffer.from(x!, 'base64url'), comment });
}
