import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keepPassword } from './keep-password';

describe('keepPassword', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'jf-password-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const file = () => join(folder, 'redis.password');

  it('makes one, for its owner alone, and keeps it', () => {
    const password = keepPassword(folder, 'redis', null);
    expect(password).toMatch(/^[\w-]{32}$/);
    expect(statSync(file()).mode & 0o777).toBe(0o600);
    expect(keepPassword(folder, 'redis', 'the data asks for it')).toBe(password);
  });

  it.each(['', 'half-of-a-passw'])(
    'replaces what a full disk has left of one (%j) where nothing depends on it',
    (text) => {
      writeFileSync(file(), text);
      const lost = {
        code: 'service_password_lost',
        where: file(),
        message: expect.stringContaining('the data asks') as string,
      };
      expect(() => keepPassword(folder, 'redis', 'the data asks for it')).toThrow(
        expect.objectContaining(lost) as Error,
      );
      expect(readFileSync(file(), 'utf8')).toBe(text);
      expect(keepPassword(folder, 'redis', null)).toHaveLength(32);
    },
  );

  it('does not replace a file that it cannot read', () => {
    expect(() => keepPassword(join(file(), 'no-folder'), 'redis', 'x')).toThrow('missing');
    writeFileSync(file(), 'x');
    expect(() => keepPassword(file(), 'redis', null)).toThrow('ENOTDIR');
  });
});
