import { createPrivateKey, type KeyObject } from 'node:crypto';
import { toOpenSshForm } from './openssh-form';

export type OpenedKey =
  { text: string } | { wrongPassphrase: true; cause: Error } | { unreadable: string; cause?: Error };

/** DER of the ways to encrypt PKCS#8 that are read: PBES2, and SHA-1 with triple DES (RFC 8018, RFC 7292). */
const ENCRYPTIONS = ['2a864886f70d01050d', '2a864886f70d010c0103'];
const CURVES = ['prime256v1', 'secp384r1', 'secp521r1'];

/** A key in PKCS#8 without its passphrase, in a form that ssh2 reads; `comment` is kept where the form has a place for it. */
export function openPkcs8(pem: string, passphrase: string | undefined): OpenedKey {
  try {
    return inOtherForm(createPrivateKey({ key: pem, format: 'pem', passphrase }));
  } catch (error) {
    const cause = error as Error;
    // A wrong passphrase undoes the padding one time in 256: then what comes out is no key.
    if (isWholeAndEncrypted(pem)) return { wrongPassphrase: true, cause };
    return { unreadable: 'it is damaged, or encrypted in a way that is not supported', cause };
  }
}

/** An ed25519 key in OpenSSH's form. */
export function ed25519Text(key: KeyObject, comment: string): string {
  const { d, x } = key.export({ format: 'jwk' });
  return toOpenSshForm({ seed: Buffer.from(d!, 'base64url'), publicPart: Buffer.from(x!, 'base64url'), comment });
}

function inOtherForm(key: KeyObject): OpenedKey {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key;
  if (type === 'ed25519') return { text: ed25519Text(key, '') };
  if (type === 'rsa') return { text: key.export({ type: 'pkcs1', format: 'pem' }).toString() };
  if (type === 'ec' && CURVES.includes(details?.namedCurve ?? '')) {
    return { text: key.export({ type: 'sec1', format: 'pem' }).toString() };
  }
  return { unreadable: `ssh has no keys of the type ${type}${details?.namedCurve ? ` (${details.namedCurve})` : ''}` };
}

/** Whether the outer structure is complete, and names an encryption that is read: then only the passphrase can be at fault. */
function isWholeAndEncrypted(pem: string): boolean {
  const [, base64] = /-----BEGIN ENCRYPTED PRIVATE KEY-----([^-]*)-----END/.exec(pem) ?? [];
  const der = Buffer.from(base64 ?? '', 'base64');
  return isWholeSequence(der) && ENCRYPTIONS.some((oid) => der.subarray(0, 64).toString('hex').includes(oid));
}

/** Of DER: the tag of a sequence, its length, and as many bytes. */
function isWholeSequence(der: Buffer): boolean {
  if (der.length < 2 || der[0] !== 0x30) return false;
  const first = der[1]!;
  if (first < 0x80) return der.length === 2 + first;
  const digits = first & 0x7f;
  if (digits < 1 || digits > 4 || der.length < 2 + digits) return false;
  return der.length === 2 + digits + der.readUIntBE(2, digits);
}
