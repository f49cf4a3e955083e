import { isEncrypted } from './is-encrypted';

/** A private key in a form that can be read: what it is, and how its encryption is undone elsewhere. */
export interface ReadableForm {
  readable: true;
  /** Its text from the line that begins it. */
  text: string;
  pkcs8: boolean;
  encrypted: boolean;
}

/** Anything else: what it is, and what makes a key of it that can be read. */
export interface ForeignForm {
  readable: false;
  what: string;
  remedy: string;
}

const MAKE_ONE =
  'Use a private key in OpenSSH or PEM form, or let the controller make one: `joulefleet identity make NAME`.';
const PRIVATE_PART = 'Name the private key beside it, most often the same path without `.pub` or `-cert.pub`.';

const FOREIGN: readonly { pattern: RegExp; what: string; remedy: string }[] = [
  {
    pattern: /^PuTTY-User-Key-File-\d+:/,
    what: "a key in PuTTY's form (PPK)",
    remedy:
      'Convert a copy: `puttygen FILE.ppk -O private-openssh -o NEW` (in PuTTYgen: Conversions, Export OpenSSH key), and use NEW.',
  },
  {
    pattern: /^---- BEGIN SSH2 ENCRYPTED PRIVATE KEY/,
    what: "a private key in ssh.com's form",
    remedy: 'Convert it: `ssh-keygen -i -f FILE > NEW`, and use NEW.',
  },
  {
    pattern: /^---- BEGIN SSH2 PUBLIC KEY|^-----BEGIN (RSA |EC )?PUBLIC KEY/,
    what: 'a public key',
    remedy: PRIVATE_PART,
  },
  { pattern: /^\S+-cert-v\d\d@openssh\.com |^-----BEGIN CERTIFICATE/, what: 'a certificate', remedy: PRIVATE_PART },
  { pattern: /^(ssh-|ecdsa-sha2-|sk-)\S+ AAAA/, what: 'a public key', remedy: PRIVATE_PART },
  { pattern: /^-----BEGIN PGP /, what: 'a key of PGP', remedy: MAKE_ONE },
  { pattern: /^$/, what: 'an empty file', remedy: MAKE_ONE },
];

/** Which form the text of a key is in. It may have any line ends, and other lines in front. */
export function keyFormOf(privateKey: string): ReadableForm | ForeignForm {
  const unified = privateKey.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n');
  const [, label] = /^-----BEGIN ([A-Z0-9 ]*PRIVATE KEY)-----$/m.exec(unified) ?? [];
  const foreign = FOREIGN.find(({ pattern }) => pattern.test(unified.trimStart()));
  if (foreign && label === undefined) return { readable: false, what: foreign.what, remedy: foreign.remedy };
  if (label === undefined) return { readable: false, what: 'no private key', remedy: MAKE_ONE };
  const text = unified.slice(unified.indexOf(`-----BEGIN ${label}-----`));
  if (!text.includes(`\n-----END ${label}-----`)) {
    const remedy = 'Copy the whole file again, with the line that ends it.';
    return { readable: false, what: `a private key that is cut off: it has no line "-----END ${label}-----"`, remedy };
  }
  return {
    readable: true,
    text,
    pkcs8: label === 'PRIVATE KEY' || label === 'ENCRYPTED PRIVATE KEY',
    encrypted: isEncrypted(text),
  };
}
