import { namesKey } from './compare-keys';

const KEY = `SHA256:${'a'.repeat(43)}`;

describe('comparing host keys', () => {
  it('finds the fingerprint in what ssh-keygen prints', () => {
    expect(namesKey(`256 ${KEY} root@nano (ED25519)\n`, KEY)).toBe(true);
    expect(namesKey(`256 SHA256:${'b'.repeat(43)} root@nano (ED25519)`, KEY)).toBe(false);
  });

  it('takes nothing for a fingerprint that is none, or only begins like one', () => {
    expect(namesKey('', KEY)).toBeNull();
    expect(namesKey('MD5:00:11', KEY)).toBeNull();
    expect(namesKey(KEY.slice(0, -1), KEY)).toBeNull();
    expect(namesKey(`${KEY}a`, KEY)).toBeNull();
  });
});
