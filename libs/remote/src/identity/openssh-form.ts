import { randomBytes } from 'node:crypto';

const MAGIC = Buffer.from('openssh-key-v1\0', 'latin1');
const LINE_CHARACTERS = 70;
/** Block size to which the private part is padded when there is no cipher. */
const BLOCK_BYTES = 8;

/** The two halves of an ed25519 key, 32 bytes each. */
export interface Ed25519Key {
  seed: Buffer;
  publicPart: Buffer;
  comment: string;
}

/**
 * Encodes an ed25519 key in OpenSSH's format, unencrypted (OpenSSH, PROTOCOL.key). ssh2 cannot read PKCS#8, and it
 * cannot read about one in 400 of the keys that it generates, because it drops a leading zero.
 */
export function toOpenSshForm({ seed, publicPart, comment }: Ed25519Key): string {
  const check = randomBytes(4);
  const type = field('ssh-ed25519');
  const secret = [check, check, type, field(publicPart), field(Buffer.concat([seed, publicPart])), field(comment)];
  const padded = pad(Buffer.concat(secret));
  const none = field('none');
  const one = Buffer.from([0, 0, 0, 1]);
  const blob = Buffer.concat([
    MAGIC,
    none,
    none,
    field(''),
    one,
    field(Buffer.concat([type, field(publicPart)])),
    field(padded),
  ]);
  const lines = blob.toString('base64').match(new RegExp(`.{1,${LINE_CHARACTERS}}`, 'g')) ?? [];
  return ['-----BEGIN OPENSSH PRIVATE KEY-----', ...lines, '-----END OPENSSH PRIVATE KEY-----', ''].join('\n');
}

/** A string of the SSH protocol (RFC 4251, 5): its length in four bytes, then its bytes. */
function field(content: Buffer | string): Buffer {
  const bytes = Buffer.from(content);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

/** Pads with bytes 1, 2, 3, ... */
function pad(bytes: Buffer): Buffer {
  const missing = (BLOCK_BYTES - (bytes.length % BLOCK_BYTES)) % BLOCK_BYTES;
  return Buffer.concat([bytes, Buffer.from(Array.from({ length: missing }, (_, i) => i + 1))]);
}
