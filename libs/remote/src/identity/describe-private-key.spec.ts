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

  it('knows PKCS#8 and PuTTY by their encryption too', () => {
    expect(faultOf(pem('pkcs8', PASSPHRASE))).toMatchObject({ code: 'identity_encrypted' });
    const putty = (cipher: string) => `PuTTY-User-Key-File-2: ssh-rsa\nEncryption: ${cipher}\nComment: lab\n`;
    expect(faultOf(putty('aes256-cbc'))).toMatchObject({ code: 'identity_encrypted' });
    expect(faultOf(putty('none'))).toMatchObject({ code: 'identity_unreadable' });
  });

  it.each([
    ['nothing', ''],
    ['prose', 'not a key'],
    ['a form that ssh2 does not read', pem('pkcs8')],
    ['half a key', openSsh('ed25519').slice(0, 200)],
    ['a public key', 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJsBrL62s39uzmt1M+BBwzOxFzxH3UmHYbZtXhinoN8P'],
  ])('names %s as no private key', (_what, text) => {
    expect(faultOf(text)).toMatchObject({ code: 'identity_unreadable', origin: 'operator', transient: false });
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
