import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canReach, serviceAccount } from './service-account';

const SOMEBODY = { uid: 54_321, gid: 54_321, isOther: true };

describe('serviceAccount', () => {
  it('is ourselves, unless we are root', () => {
    expect(serviceAccount(1000, 100)).toEqual({ uid: 1000, gid: 100, isOther: false });
    expect(serviceAccount(0, 0)).toMatchObject({ isOther: true });
    expect(serviceAccount(0, 0).uid).toBeGreaterThan(0);
  });
});

describe('canReach', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'can-reach-'));
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it.each([
    [0o700, false],
    [0o711, true],
    [0o744, false],
    [0o755, true],
  ])('of a folder with mode %o for somebody else is %s', (mode, expected) => {
    chmodSync(folder, mode);
    expect(canReach(SOMEBODY, folder)).toBe(expected);
  });

  it('looks at the owner’s bits for the owner', () => {
    const owner = { uid: process.geteuid?.() ?? 0, gid: 0, isOther: false };
    expect(canReach(owner, folder)).toBe(true);
    chmodSync(folder, 0o077);
    expect(canReach(owner, folder)).toBe(false);
  });
});
