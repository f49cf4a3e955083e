import fc from 'fast-check';
import { formatApiKey, parseApiKey } from './api-key-text';

const word = (alphabet: string, length: number) =>
  fc.array(fc.constantFrom(...alphabet), { minLength: length, maxLength: length }).map((letters) => letters.join(''));
const BASE62 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

it('reads what it writes, whatever hyphens and underscores the secret has', () => {
  const key = fc.record({ id: word(BASE62, 12), secret: word(`${BASE62}-_`, 43) });
  fc.assert(fc.property(key, (parts) => expect(parseApiKey(formatApiKey(parts))).toEqual(parts)));
});

it.each([
  '',
  'jf__',
  'jf_abc_def',
  `jf_${'a'.repeat(12)}_${'b'.repeat(42)}`,
  `jf_${'a'.repeat(12)}_${'b'.repeat(43)}\n`,
])('takes %j for no key', (text) => expect(parseApiKey(text)).toBeNull());
