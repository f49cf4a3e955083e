import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { utils, type ParsedKey } from 'ssh2';

export interface KeyPair {
  /** OpenSSH texts. */
  privateKey: string;
  publicKey: string;
}

/** Reads the ed25519 key pair at `path` and `path`.pub, or makes one once. */
export function keyPairAt(path: string, comment: string): KeyPair {
  if (existsSync(path) && existsSync(`${path}.pub`)) {
    return { privateKey: readFileSync(path, 'utf8'), publicKey: readFileSync(`${path}.pub`, 'utf8') };
  }
  const pair = generateKeyPair(comment);
  writeFileSync(`${path}.pub`, `${pair.publicKey}\n`);
  writeFileSync(path, pair.privateKey, { mode: 0o600 });
  return pair;
}

/** The key's fingerprint as OpenSSH prints it: SHA256 and the unpadded base64 of the hash of its public part. */
export function fingerprintOf(key: KeyPair): string {
  const hash = createHash('sha256').update(parseKey(key.publicKey).getPublicSSH()).digest('base64');
  return `SHA256:${hash.replace(/={1,2}$/, '')}`;
}

/** The one key in an OpenSSH text; throws what is wrong with it. */
export function parseKey(text: string): ParsedKey {
  const key = utils.parseKey(text);
  if (key instanceof Error) throw key;
  return key;
}

/** About one in 400 ed25519 pairs that ssh2 1.17 makes cannot be parsed again (a leading zero is lost): try, check, repeat. */
export function generateKeyPair(comment: string): KeyPair {
  for (;;) {
    const { private: privateKey, public: publicKey } = utils.generateKeyPairSync('ed25519', { comment });
    const [own, shown] = [utils.parseKey(privateKey), utils.parseKey(publicKey)];
    if (own instanceof Error || shown instanceof Error) continue;
    const challenge = Buffer.from(comment);
    if (shown.verify(challenge, own.sign(challenge)) === true) return { privateKey, publicKey };
  }
}
