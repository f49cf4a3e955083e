const OPENSSH_MAGIC = 'openssh-key-v1\0';

/**
 * Whether a private key is marked as encrypted, in any common format: OpenSSH, PEM (`Proc-Type: 4,ENCRYPTED`), PKCS#8
 * and PuTTY. False for text that is not a key.
 */
export function isEncrypted(text: string): boolean {
  return isEncryptedByOpenSsh(text) || /^Proc-Type: *4,ENCRYPTED/m.test(text) || isOtherwiseEncrypted(text);
}

function isOtherwiseEncrypted(text: string): boolean {
  return text.includes('-----BEGIN ENCRYPTED PRIVATE KEY-----') || /^Encryption: *(?!none\b)\S/m.test(text);
}

/** The format is a magic word, the length of the cipher's name in four bytes, and the name (OpenSSH, PROTOCOL.key). */
function isEncryptedByOpenSsh(text: string): boolean {
  const [, base64] = /-----BEGIN OPENSSH PRIVATE KEY-----([^-]*)/.exec(text) ?? [];
  const blob = Buffer.from(base64 ?? '', 'base64');
  const start = OPENSSH_MAGIC.length + 4;
  if (blob.length < start || blob.toString('latin1', 0, OPENSSH_MAGIC.length) !== OPENSSH_MAGIC) return false;
  const length = blob.readUInt32BE(OPENSSH_MAGIC.length);
  return blob.toString('latin1', start, start + length) !== 'none';
}
