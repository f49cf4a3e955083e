import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readVersion } from './read-version';

const COMMIT = '0123456789abcdef0123456789abcdef01234567';
let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'version-'));
  write('package.json', '{ "name": "joulefleet", "version": "1.2.3" }');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

it('has no commit outside of a repository', () => {
  expect(readVersion(root)).toEqual({ version: '1.2.3', commit: null });
});

it('finds the commit of a branch, of a packed branch, and a detached one', () => {
  write('.git/HEAD', 'ref: refs/heads/main\n');
  expect(readVersion(root).commit).toBeNull();
  write('.git/packed-refs', `# pack-refs with: peeled\n${COMMIT} refs/heads/main\n`);
  expect(readVersion(root).commit).toBe(COMMIT);
  write('.git/refs/heads/main', `${'f'.repeat(40)}\n`);
  expect(readVersion(root).commit).toBe('f'.repeat(40));
  write('.git/HEAD', `${COMMIT}\n`);
  expect(readVersion(root).commit).toBe(COMMIT);
});
