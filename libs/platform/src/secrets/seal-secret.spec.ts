import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { writeWhole } from './write-whole';
import { ensureMasterKey, readMasterKey, toMasterKey } from './master-key';
import { openSecret, sealSecret } from './seal-secret';

const key = toMasterKey(Buffer.alloc(32, 7));
const secret = Buffer.from('-----BEGIN OPENSSH PRIVATE KEY-----\nsecret\n');
const DAMAGED = expect.objectContaining({ code: 'secret_damaged', origin: 'controller' }) as Error;

describe('sealing', () => {
  it('gives back what was sealed, and shows nothing of it', () => {
    const kept = sealSecret(key, 'row-1', secret);
    expect(openSecret(key, 'row-1', kept)).toEqual(secret);
    expect(Buffer.from(kept.sealed).includes('secret')).toBe(false);
    expect(kept.sealed).toHaveLength(12 + 16 + secret.length);
  });

  it('never seals twice alike', () => {
    const nonces = Array.from({ length: 100 }, () => Buffer.from(sealSecret(key, 'a', secret).sealed.subarray(0, 12)));
    expect(new Set(nonces.map((nonce) => nonce.toString('hex'))).size).toBe(100);
  });

  it('finds a change of any byte', () => {
    const { sealed, masterKeyId } = sealSecret(key, 'row-1', secret);
    for (let at = 0; at < sealed.length; at++) {
      const changed = Buffer.from(sealed);
      changed[at]! ^= 1;
      expect(() => openSecret(key, 'row-1', { sealed: changed, masterKeyId })).toThrow(DAMAGED);
    }
    for (const length of [0, 11, 28, sealed.length - 1]) {
      const cut = sealed.subarray(0, length);
      expect(() => openSecret(key, 'row-1', { sealed: cut, masterKeyId })).toThrow(DAMAGED);
    }
  });

  it('finds rows that were swapped', () => {
    expect(() => openSecret(key, 'row-2', sealSecret(key, 'row-1', secret))).toThrow(DAMAGED);
  });

  it('distinguishes a wrong key from damage', () => {
    const other = toMasterKey(Buffer.alloc(32, 8));
    const wrong = expect.objectContaining({ code: 'master_key_wrong', origin: 'controller' }) as Error;
    expect(() => openSecret(other, 'row-1', sealSecret(key, 'row-1', secret))).toThrow(wrong);
  });
});

describe('the master key', () => {
  let home: string;
  beforeEach(() => (home = mkdtempSync(join(tmpdir(), 'jf-key-'))));
  afterEach(() => rmSync(home, { recursive: true, force: true }));
  const file = () => join(home, 'master.key');

  it('is made once, for its owner alone', () => {
    const first = ensureMasterKey({ home }, null);
    expect(first.key).toHaveLength(32);
    expect(statSync(file()).mode & 0o777).toBe(0o600);
    expect(ensureMasterKey({ home }, null)).toEqual(first);
    expect(readMasterKey({ home })).toEqual(first);
    expect(readFileSync(file(), 'utf8')).not.toContain(first.id);
  });

  it('comes from the environment when that has one, and then no file is made', () => {
    const masterKey = Buffer.alloc(32, 9).toString('base64');
    expect(ensureMasterKey({ home, masterKey }, null)).toEqual(toMasterKey(Buffer.alloc(32, 9)));
    expect(() => readMasterKey({ home })).toThrow(expect.objectContaining({ code: 'master_key_missing' }) as Error);
  });

  it.each([0o640, 0o604, 0o620, 0o666])('is refused when others have a hand in it: %o', (mode) => {
    ensureMasterKey({ home }, null);
    chmodSync(file(), mode);
    const exposed = expect.objectContaining({ code: 'master_key_exposed', origin: 'operator', where: file() }) as Error;
    expect(() => ensureMasterKey({ home }, null)).toThrow(exposed);
  });

  it.each(['', 'short', Buffer.alloc(31).toString('base64'), Buffer.alloc(33).toString('base64')])(
    'is made anew when it is no key and nothing is sealed, else refused: %j',
    (text) => {
      writeFileSync(file(), text, { mode: 0o600 });
      const damaged = expect.objectContaining({ code: 'master_key_damaged', where: file() }) as Error;
      expect(() => ensureMasterKey({ home }, '0123456789abcdef')).toThrow(damaged);
      expect(() => ensureMasterKey({ home }, '0123456789abcdef')).toThrow('0123456789abcdef');
      expect(readFileSync(file(), 'utf8')).toBe(text);
      const made = ensureMasterKey({ home }, null);
      expect(readMasterKey({ home })).toEqual(made);
      expect(readdirSync(home)).toEqual(['master.key']);
    },
  );

  it('is never replaced while something is sealed with it, nor by another one', () => {
    const { id } = ensureMasterKey({ home }, null);
    expect(ensureMasterKey({ home }, id).id).toBe(id);
    rmSync(file());
    expect(() => ensureMasterKey({ home }, id)).toThrow(
      expect.objectContaining({ code: 'master_key_missing' }) as Error,
    );
    expect(existsSync(file())).toBe(false);
    const masterKey = Buffer.alloc(32, 9).toString('base64');
    const wrong = expect.objectContaining({ code: 'master_key_wrong', origin: 'operator' }) as Error;
    expect(() => ensureMasterKey({ home, masterKey }, id)).toThrow(wrong);
  });
});

describe('writeWhole', () => {
  it('leaves no rest and an unchanged file when it cannot be written', () => {
    const folder = mkdtempSync(join(tmpdir(), 'jf-whole-'));
    const path = join(folder, 'secret');
    writeWhole(path, 'one');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    // As a full disk: writing fails after the file was opened.
    const script = `const { writeWhole } = require(${JSON.stringify(resolve('dist/libs/platform/src'))});
      try { writeWhole(${JSON.stringify(path)}, 'x'.repeat(5000)); } catch (error) { process.stdout.write(error.code); }`;
    const limited = `trap '' XFSZ; ulimit -f 1; exec "$0" -e "$1"`;
    const { stdout } = spawnSync('bash', ['-c', limited, process.execPath, script], { encoding: 'utf8' });
    expect(stdout).toBe('EFBIG');
    expect(readFileSync(path, 'utf8')).toBe('one');
    expect(readdirSync(folder)).toEqual(['secret']);
    rmSync(folder, { recursive: true });
  });
});
