import { utils, type ParsedKey } from 'ssh2';
import { identityEncrypted, identityUnreadable, passphraseWrong } from './identity-faults';
import { keyFormOf } from './key-form';
import { openPkcs8 } from './open-pkcs8';
import { hashRoundsOf } from './openssh-rounds';

export interface ReadPrivateKey {
  key: ParsedKey;
  /** The key in a form that ssh2 reads; with the passphrase of `privateKey`, unless it was PKCS#8. */
  text: string;
  /** Whether the passphrase is needed to read `text`. */
  sealed: boolean;
  /** Whether a passphrase was needed to read the key as given. */
  encrypted: boolean;
}

const OPENSSH = '-----BEGIN OPENSSH PRIVATE KEY-----';
/** `ssh-keygen -a`; its default is 16 or 24. */
const MAX_ROUNDS = 512;
const MAKE_NEW =
  'Copy the file again. If it stays so, use another key, such as one of `joulefleet identity make NAME`.';

/**
 * Reads a private key in OpenSSH form, PEM or PKCS#8. `where` names it in messages.
 * @throws Fault `identity_encrypted`, `identity_passphrase_wrong`, `identity_unreadable` (operator).
 */
export function readPrivateKey(privateKey: string, passphrase: string | undefined, where: string): ReadPrivateKey {
  const form = keyFormOf(privateKey);
  if (!form.readable) throw identityUnreadable(where, `this is ${form.what}`, form);
  const { encrypted, pkcs8 } = form;
  if (encrypted && passphrase === undefined) throw identityEncrypted(where, pkcs8);
  if (encrypted && form.text.startsWith(OPENSSH)) requireFewRounds(form.text, where);
  const text = pkcs8 ? opened(form.text, passphrase, where) : form.text;
  const key = parse(text, pkcs8 ? undefined : passphrase);
  if (key instanceof Error) {
    if (encrypted && /bad passphrase/i.test(key.message)) throw passphraseWrong(where, pkcs8, key);
    throw identityUnreadable(where, key.message, { remedy: MAKE_NEW, cause: key });
  }
  return { key, text, sealed: encrypted && !pkcs8, encrypted };
}

function opened(pem: string, passphrase: string | undefined, where: string): string {
  const result = openPkcs8(pem, passphrase);
  if ('text' in result) return result.text;
  if ('wrongPassphrase' in result) throw passphraseWrong(where, true, result.cause);
  throw identityUnreadable(where, result.unreadable, { remedy: MAKE_NEW, cause: result.cause });
}

/** Hashing holds up everything else, and a damaged file may ask for it four thousand million times. */
function requireFewRounds(text: string, where: string): void {
  const rounds = hashRoundsOf(text);
  if (rounds !== null && rounds <= MAX_ROUNDS) return;
  const what =
    rounds === null ? 'it is damaged' : `its passphrase is hashed ${rounds} times, at most ${MAX_ROUNDS} are done`;
  throw identityUnreadable(where, what, { remedy: `${MAKE_NEW} \`ssh-keygen -p -a 100 -f COPY\` changes the number.` });
}

/** ssh2 returns a list for OpenSSH's form, which can contain several keys; some broken keys make it throw. */
function parse(text: string, passphrase: string | undefined): ParsedKey | Error {
  try {
    const parsed = utils.parseKey(text, passphrase) as ParsedKey | Error | ParsedKey[];
    const key = Array.isArray(parsed) ? (parsed[0] ?? new Error('it contains no key')) : parsed;
    return key instanceof Error || key.isPrivateKey() ? key : new Error('it is a public key');
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
