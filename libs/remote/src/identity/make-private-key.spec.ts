import { generateKeyPairSync, type KeyFormat } from 'node:crypto';
import { utils } from 'ssh2';
import { describePrivateKey } from './describe-private-key';
import { decryptPrivateKey, makePrivateKey } from './make-private-key';

describe('makePrivateKey', () => {
  it('makes keys that can be read and that sign, every time', () => {
    const fingerprints = Array.from({ length: 600 }, () => {
      const text = makePrivateKey('joulefleet-fleet');
      const { keyType, publicKeyLine, fingerprint, encrypted } = describePrivateKey(text);
      expect({ keyType, encrypted }).toEqual({ keyType: 'ssh-ed25519', encrypted: false });
      expect(publicKeyLine).toMatch(/^ssh-ed25519 AAAA\S{64} joulefleet-fleet$/);
      return fingerprint;
    });
    expect(new Set(fingerprints).size).toBe(600);
    const key = utils.parseKey(makePrivateKey('x'));
    if (key instanceof Error) throw key;
    expect(key.verify(Buffer.from('a'), key.sign(Buffer.from('a')))).toBe(true);
  });
});

describe('decryptPrivateKey', () => {
  const encrypted = (type: 'ed25519' | 'ecdsa' | 'rsa') =>
    utils.generateKeyPairSync(
      type as 'rsa',
      {
        bits: type === 'rsa' ? 2048 : 256,
        passphrase: 'open',
        cipher: 'aes256-ctr',
        rounds: 4,
        comment: 'me@lab',
      } as never,
    ).private;

  it.each(['ed25519', 'ecdsa', 'rsa'] as const)('keeps the key and drops the passphrase: %s', (type) => {
    const text = encrypted(type);
    const before = describePrivateKey(text, 'open');
    const after = describePrivateKey(decryptPrivateKey(text, 'open'));
    expect(after).toMatchObject({ keyType: before.keyType, fingerprint: before.fingerprint, encrypted: false });
  });

  it('decrypts PEM too, and leaves alone what is open', () => {
    const format: KeyFormat = 'pem';
    const pem = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      publicKeyEncoding: { type: 'pkcs1', format },
      privateKeyEncoding: { type: 'pkcs1', format, cipher: 'aes-128-cbc', passphrase: 'open' },
    }).privateKey;
    const opened = decryptPrivateKey(pem, 'open');
    expect(describePrivateKey(opened)).toMatchObject({ keyType: 'ssh-rsa', encrypted: false });
    expect(decryptPrivateKey(opened, undefined)).toBe(opened);
    expect(decryptPrivateKey(opened, 'needless')).toBe(opened);
  });

  it.each(['ed25519', 'rsa', 'ec'])('converts PKCS#8, which ssh2 does not read: %s', (type) => {
    const made = generateKeyPairSync(
      type as 'rsa',
      {
        modulusLength: 2048,
        namedCurve: 'prime256v1',
        publicKeyEncoding: { type: 'spki', format: 'pem' },
        privateKeyEncoding: { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'open' },
      } as never,
    );
    const sealed = made.privateKey;
    const key = utils.parseKey(decryptPrivateKey(sealed, 'open'));
    if (key instanceof Error) throw key;
    const signature = key.sign(Buffer.from('a'));
    expect(key.verify(Buffer.from('a'), signature)).toBe(true);
    expect(describePrivateKey(decryptPrivateKey(sealed, 'open')).fingerprint).toBe(
      describePrivateKey(sealed, 'open').fingerprint,
    );
  });

  it('says what is missing', () => {
    const text = encrypted('ed25519');
    expect(() => decryptPrivateKey(text, undefined)).toThrow(
      expect.objectContaining({ code: 'identity_encrypted' }) as Error,
    );
    expect(() => decryptPrivateKey(text, 'wrong')).toThrow(
      expect.objectContaining({ code: 'identity_passphrase_wrong' }) as Error,
    );
    expect(() => decryptPrivateKey('no key', undefined)).toThrow(
      expect.objectContaining({ code: 'identity_unreadable' }) as Error,
    );
  });
});
