import { Fault } from '@joulefleet/core';

export function identityEncrypted(where: string, pkcs8: boolean): Fault {
  const undo = pkcs8 ? 'openssl pkey -in FILE -out COPY' : 'ssh-keygen -p -N "" -f COPY';
  return identityFault('identity_encrypted', where, 'the private key is encrypted and no passphrase was given', {
    remedy: `Give its passphrase when you import it, or use a key without one (\`${undo}\`).`,
  });
}

export function passphraseWrong(where: string, pkcs8: boolean, cause: Error): Fault {
  const check = pkcs8 ? 'openssl pkey -in FILE -noout' : 'ssh-keygen -y -f FILE';
  return identityFault('identity_passphrase_wrong', where, 'the passphrase does not decrypt the private key', {
    remedy: `Check the passphrase with \`${check}\`.`,
    cause,
  });
}

/** `what`: what it is instead, or why it cannot be read. */
export function identityUnreadable(where: string, what: string, more: { remedy: string; cause?: Error }): Fault {
  return identityFault('identity_unreadable', where, `not a usable private key: ${what}`, more);
}

function identityFault(code: string, where: string, message: string, more: { remedy: string; cause?: Error }): Fault {
  return new Fault(`${where}: ${message}`, { code, origin: 'operator', transient: false, where, ...more });
}
