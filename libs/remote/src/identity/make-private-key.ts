import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { describePrivateKey, parsePrivateKey } from './describe-private-key';
import { toOpenSshForm } from './openssh-form';

/** Generates an ed25519 key in OpenSSH format. `comment` ends its line for `authorized_keys`. */
export function makePrivateKey(comment: string): string {
  return ed25519Text(generateKeyPairSync('ed25519').privateKey, comment);
}

/**
 * The same private key without a passphrase, in a format that ssh2 can use. An unencrypted key is returned unchanged.
 * @throws Fault the same faults as `describePrivateKey`.
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
