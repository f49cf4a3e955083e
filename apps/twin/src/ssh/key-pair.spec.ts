import { utils } from 'ssh2';
import { fingerprintOf, generateKeyPair, parseKey } from './key-pair';

describe('generateKeyPair', () => {
  it('makes pairs that can be used, every time', () => {
    for (let i = 0; i < 1500; i++) {
      const { privateKey, publicKey } = generateKeyPair('test');
      expect(utils.parseKey(privateKey)).not.toBeInstanceOf(Error);
      expect(utils.parseKey(publicKey)).not.toBeInstanceOf(Error);
    }
  });
});

describe('fingerprintOf', () => {
  it('is what ssh-keygen -l prints', () => {
    const publicKey = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJsBrL62s39uzmt1M+BBwzOxFzxH3UmHYbZtXhinoN8P';
    expect(fingerprintOf({ publicKey, privateKey: '' })).toBe('SHA256:a+0quXXZPy7mF/GZB+TKQ1ZnJPIIhtOV+Nh8L+dfI70');
  });
});

describe('parseKey', () => {
  it('throws what is wrong', () => {
    expect(() => parseKey('nonsense')).toThrow('Unsupported key format');
  });
});
