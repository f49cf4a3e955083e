import { generateKeyPairSync } from 'node:crypto';
import { utils } from 'ssh2';
import { describePrivateKey } from './describe-private-key';

const PASSPHRASE = 'correct horse';

/** About one in 400 ed25519 keys that ssh2 1.17 makes cannot be parsed again: those are not what is tested here. */
function openSsh(type: 'ed25519' | 'ecdsa' | 'rsa', over: { comment?: string; passphrase?: string } = {}): string {
  const size = { ed25519: undefined, ecdsa: 256, rsa: 1024 }[type];
  const options: unknown = { bits: size, comment: 'lab key', cipher: 'aes256-ctr', rounds: 1, ...over };
  for (;;) {
    const { private: text } = utils.generateKeyPairSync(type as 'rsa', options as { bits: number });
    if (!(utils.parseKey(text, over.passphrase) instanceof Error)) return text;
  }
}

function pem(type: 'pkcs1' | 'pkcs8', passphrase?: string): string {
  const cipher = passphrase === undefined ? {} : { cipher: 'aes-128-cbc', passphrase };
  const privateKeyEncoding = { type, format: 'pem', ...cipher } as const;
  return generateKeyPairSync('rsa', {
    modulusLength: 1024,
    privateKeyEncoding,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  }).privateKey;
}

/** By the name of a type or a curve. */
function pkcs8(kind: string, cipher?: string): string {
  const privateKeyEncoding = { type: 'pkcs8', format: 'pem', ...(cipher && { cipher, passphrase: PASSPHRASE }) };
  const options = { privateKeyEncoding, publicKeyEncoding: { type: 'spki', format: 'pem' }, modulusLength: 1024 };
  const curve = /^(prime|secp)/.test(kind);
  const made = generateKeyPairSync((curve ? 'ec' : kind) as 'rsa', { ...options, namedCurve: kind } as never);
  return made.privateKey;
}

describe('describePrivateKey', () => {
  it.each([
    ['ed25519', 'ssh-ed25519'],
    ['ecdsa', 'ecdsa-sha2-nistp256'],
    ['rsa', 'ssh-rsa'],
  ] as const)('reads an OpenSSH key of type %s, as text and as bytes', (type, keyType) => {
    const text = openSsh(type);
    const described = describePrivateKey(text);
    expect(described).toMatchObject({ keyType, encrypted: false });
    expect(described.publicKeyLine).toMatch(new RegExp(`^${keyType} [A-Za-z0-9+/]+=* lab key$`));
    expect(describePrivateKey(Buffer.from(text))).toEqual(described);
  });

  it.each([
    ['OpenSSH form', openSsh('ed25519', { passphrase: PASSPHRASE })],
    ['PEM form', pem('pkcs1', PASSPHRASE)],
  ])('distinguishes an encrypted key in %s from a broken one, and reads it with its passphrase', (_form, text) => {
    expect(faultOf(text)).toMatchObject({ code: 'identity_encrypted', origin: 'operator', transient: false });
    expect(faultOf(text, 'wrong')).toMatchObject({ code: 'identity_passphrase_wrong', origin: 'operator' });
    expect(describePrivateKey(text, PASSPHRASE)).toMatchObject({ encrypted: true });
  });

  it.each([
    ['ed25519', 'ssh-ed25519'],
    ['rsa', 'ssh-rsa'],
    ['prime256v1', 'ecdsa-sha2-nistp256'],
    ['secp384r1', 'ecdsa-sha2-nistp384'],
    ['secp521r1', 'ecdsa-sha2-nistp521'],
  ])('reads PKCS#8 of type %s, encrypted or not', (kind, keyType) => {
    const plain = pkcs8(kind);
    expect(describePrivateKey(plain)).toMatchObject({ keyType, encrypted: false });
    for (const cipher of ['aes-256-cbc', 'aes-128-cbc', 'des-ede3-cbc']) {
      const sealed = pkcs8(kind, cipher);
      expect(faultOf(sealed)).toMatchObject({
        code: 'identity_encrypted',
        remedy: expect.stringContaining('openssl pkey') as string,
      });
      for (let i = 0; i < 5; i++)
        expect(faultOf(sealed, `wrong ${i}`)).toMatchObject({ code: 'identity_passphrase_wrong' });
      expect(describePrivateKey(sealed, PASSPHRASE)).toMatchObject({ keyType, encrypted: true });
      const cut = sealed.replace(/\n(.{30})/, '\n');
      expect(faultOf(cut, PASSPHRASE)).toMatchObject({ code: 'identity_unreadable' });
    }
  });

  it('calls the passphrase wrong also where the padding fits by chance', () => {
    const sealed = pkcs8('ed25519', 'aes-128-cbc');
    const codes = Array.from({ length: 600 }, (_, i) => (faultOf(sealed, `no ${i}`) as { code?: string }).code);
    expect([...new Set(codes)]).toEqual(['identity_passphrase_wrong']);
  }, 60_000);

  it.each(['ed448', 'x25519', 'secp256k1', 'rsa-pss'])('says that ssh has no %s', (kind) => {
    expect(faultOf(pkcs8(kind))).toMatchObject({
      code: 'identity_unreadable',
      message: expect.stringContaining(`ssh has no keys of the type`) as string,
    });
  });

  it.each([
    ['CRLF', (text: string) => text.replaceAll('\n', '\r\n')],
    ['other lines in front', (text: string) => `Bag Attributes\n    localKeyID: 01\n${text}`],
    ['a byte order mark', (text: string) => `\ufeff${text}`],
  ])('reads keys with %s', (_what, change) => {
    for (const text of [openSsh('ed25519'), pem('pkcs1'), pkcs8('rsa')]) {
      expect(describePrivateKey(change(text)).fingerprint).toBe(describePrivateKey(text).fingerprint);
    }
  });

  const putty = (version: number, cipher: string) =>
    `PuTTY-User-Key-File-${version}: ssh-ed25519\nEncryption: ${cipher}\nComment: lab\nPublic-Lines: 2\nAAAA\n`;
  it.each([
    ['PuTTY 2', putty(2, 'none'), "PuTTY's form", 'puttygen FILE.ppk -O private-openssh'],
    ['PuTTY 3, encrypted', putty(3, 'aes256-cbc'), "PuTTY's form", 'puttygen FILE.ppk -O private-openssh'],
    ['ssh.com', '---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\nAAAA\n', "ssh.com's form", 'ssh-keygen -i -f FILE'],
    [
      'a public key',
      'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJsBrL62s39uzmt1M+BBwzOxFzxH3UmHYbZtXhinoN8P',
      'a public key',
      '.pub',
    ],
    ['a public key in PEM', '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n', 'a public key', '.pub'],
    ['a certificate', 'ssh-ed25519-cert-v01@openssh.com AAAA me', 'a certificate', '.pub'],
    ['nothing', '', 'an empty file', 'identity make'],
    ['prose', 'not a key', 'no private key', 'identity make'],
    ['half a key', openSsh('ed25519').slice(0, 200), 'cut off', 'Copy the whole file'],
    [
      'half an encrypted key',
      openSsh('ed25519', { passphrase: PASSPHRASE }).slice(0, 200),
      'cut off',
      'Copy the whole file',
    ],
  ])('names %s as what it is', (_what, text, what, remedy) => {
    expect(faultOf(text, PASSPHRASE)).toMatchObject({
      code: 'identity_unreadable',
      origin: 'operator',
      transient: false,
      message: expect.stringContaining(what) as string,
      remedy: expect.stringContaining(remedy) as string,
    });
  });

  it('calls a broken key broken, whatever the passphrase', () => {
    const lines = openSsh('ed25519', { passphrase: PASSPHRASE }).split('\n');
    const broken = [...lines.slice(0, 2), ...lines.slice(3)].join('\n');
    expect(faultOf(broken, PASSPHRASE)).toMatchObject({ code: 'identity_unreadable' });
  });

  it('does not hash a passphrase for hours because a file says so', () => {
    const [begin, ...lines] = openSsh('ed25519', { passphrase: PASSPHRASE }).split('\n');
    const end = lines.findIndex((line) => line.startsWith('-----END'));
    const blob = Buffer.from(lines.slice(0, end).join(''), 'base64');
    // Behind the name `bcrypt`: the length of the options, that of the salt, 16 bytes of it, and the rounds.
    blob.writeUInt32BE(4_000_000_000, blob.indexOf('bcrypt') + 6 + 4 + 4 + 16);
    const text = [begin, blob.toString('base64'), lines[end], ''].join('\n');
    expect(faultOf(text, PASSPHRASE)).toMatchObject({
      code: 'identity_unreadable',
      message: expect.stringContaining('4000000000 times') as string,
    });
  });

  it('says where, and nothing of the key', () => {
    const text = openSsh('ed25519').replace(/\n(.{20})/, '\nAAAA$1');
    const fault = faultOf(text, undefined, '/keys/lab');
    expect(fault).toMatchObject({ where: '/keys/lab', message: expect.stringMatching(/^\/keys\/lab: /) as string });
    expect(JSON.stringify([fault, fault.message])).not.toContain(text.split('\n')[1]);
  });

  it('lets no comment begin a second line', () => {
    const { publicKeyLine } = describePrivateKey(openSsh('ecdsa', { comment: 'me\ncommand="evil" ssh-rsa AAAA\t' }));
    expect(publicKeyLine).toMatch(/ me command="evil" ssh-rsa AAAA$/);
    expect(publicKeyLine.split('\n')).toHaveLength(1);
  });
});

function faultOf(...args: Parameters<typeof describePrivateKey>): Error {
  try {
    describePrivateKey(...args);
  } catch (error) {
    return error as Error;
  }
  throw new Error('it was taken');
}
