import fc from 'fast-check';
import { hideSecrets } from './hide-secrets';

const SECRET = 'hunter2hunter2';

it.each([
  'password',
  'oldPassword',
  'passwordHash',
  'password_hash',
  'passphrase',
  'secret',
  'secretHash',
  'privateKey',
  'private_key',
  'token',
  'csrfToken',
  'Authorization',
  'cookie',
  'sealed',
])('hides the value of %s, at any depth', (key) => {
  for (const content of [{ [key]: SECRET }, { a: [{ [key]: [SECRET] }] }, { [key]: { deep: SECRET } }]) {
    expect(JSON.stringify(hideSecrets(content))).not.toContain(SECRET);
  }
});

it.each([
  `-----BEGIN OPENSSH PRIVATE KEY-----\n${SECRET}\n-----END OPENSSH PRIVATE KEY-----`,
  `-----BEGIN PRIVATE KEY-----\n${SECRET}`,
  `Bearer jf_abcdefghijkl_${SECRET}-_`,
  `postgresql://joule:${SECRET}@db/x`,
])('hides the secret inside the text %j', (text) => {
  expect(JSON.stringify(hideSecrets({ notes: `see ${text}` }))).not.toContain(SECRET);
});

it('keeps whether there is a secret, the id of a key, dates, and all that is none', () => {
  const content = {
    password: true,
    passwordHash: null,
    role: 'admin',
    scopes: ['self'],
    publicKey: 'ssh-ed25519 AAAA',
  };
  expect(hideSecrets(content)).toEqual(content);
  expect(hideSecrets('jf_abcdefghijkl_xyz')).toBe('jf_abcdefghijkl_[hidden]');
  expect(hideSecrets({ at: new Date(0) })).toEqual({ at: '1970-01-01T00:00:00.000Z' });
});

it('leaves JSON that names no secret as it is', () => {
  const harmless = fc.dictionary(fc.constantFrom('name', 'role', 'labels'), fc.oneof(fc.integer(), fc.boolean()));
  fc.assert(fc.property(harmless, (content) => expect(hideSecrets(content)).toEqual(content)));
});
