const MAGIC = 'openssh-key-v1\0';

/**
 * How often the passphrase of a key in OpenSSH's form is hashed (`ssh-keygen -a`, PROTOCOL.key). 0: it has none. Null: the head
 * of the file is damaged.
 */
export function hashRoundsOf(text: string): number | null {
  const [, base64] = /-----BEGIN OPENSSH PRIVATE KEY-----([^-]*)/.exec(text) ?? [];
  const blob = Buffer.from(base64 ?? '', 'base64');
  if (blob.toString('latin1', 0, MAGIC.length) !== MAGIC) return null;
  const cipher = fieldAt(blob, MAGIC.length);
  const kdf = cipher && fieldAt(blob, cipher.end);
  const options = kdf && fieldAt(blob, kdf.end);
  if (!options) return null;
  if (kdf.bytes.toString('latin1') === 'none') return 0;
  const salt = fieldAt(options.bytes, 0);
  return salt && salt.end + 4 === options.bytes.length ? options.bytes.readUInt32BE(salt.end) : null;
}

/** A string of the SSH protocol (RFC 4251, 5), if all of it is there. */
function fieldAt(blob: Buffer, at: number): { bytes: Buffer; end: number } | null {
  if (at + 4 > blob.length) return null;
  const end = at + 4 + blob.readUInt32BE(at);
  return end > blob.length ? null : { bytes: blob.subarray(at + 4, end), end };
}
