import { hashPassword, verifyPassword } from './hash-password';

const PASSWORD = 'correct horse battery';
/** The real cost takes half a second of computing per hash. */
const LOW_COST = 2 ** 10;

let stored: string;

beforeAll(async () => (stored = await hashPassword(PASSWORD)));

it('recognizes the password; the hash names its parameters', async () => {
  expect(stored).toMatch(/^scrypt\$131072\$8\$1\$/);
  expect(await verifyPassword(PASSWORD, stored)).toBe(true);
});

it('rejects any other password; salts differ', async () => {
  const [one, other] = [await hashPassword(PASSWORD, LOW_COST), await hashPassword(PASSWORD, LOW_COST)];
  expect(one).toMatch(/^scrypt\$1024\$8\$1\$/);
  expect(one).not.toBe(other);
  expect(await verifyPassword(PASSWORD, one)).toBe(true);
  expect(await verifyPassword('correct horse batterz', one)).toBe(false);
  expect(await verifyPassword('', one)).toBe(false);
});

it('takes letters of one look for the same', async () => {
  const composed = 'caf\u00e9 au lait, please';
  expect(await verifyPassword(composed.normalize('NFD'), await hashPassword(composed, LOW_COST))).toBe(true);
});

it('understands hashes with other parameters', async () => {
  // RFC 7914, section 12: scrypt("pleaseletmein", "SodiumChloride", N = 16384, r = 8, p = 1), its first 32 bytes.
  const salt = Buffer.from('SodiumChloride').toString('base64url');
  const hash = Buffer.from('7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2', 'hex');
  const known = `scrypt$16384$8$1$${salt}$${hash.toString('base64url')}`;
  expect(await verifyPassword('pleaseletmein', known)).toBe(true);
});

it('takes as long where there is nothing to compare with', async () => {
  const time = async (of: string | null): Promise<number> => {
    const startedMs = performance.now();
    expect(await verifyPassword('wrong', of)).toBe(false);
    return performance.now() - startedMs;
  };
  const [knownMs, unknownMs] = [await time(stored), await time(null)];
  expect(unknownMs).toBeGreaterThan(knownMs / 3);
  expect(knownMs).toBeGreaterThan(unknownMs / 3);
});
