import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { holdLock } from './hold-lock';

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hold-lock-'));
  path = join(folder, 'lock');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Another process that holds the lock until it is killed. */
async function otherHolder(): Promise<ChildProcess> {
  const child = spawn('flock', ['--no-fork', path, 'sh', '-c', 'echo held; exec sleep 60']);
  await once(child.stdout, 'data');
  return child;
}

describe('holdLock', () => {
  it('lets one in at a time', async () => {
    let inside = 0;
    const most: number[] = [];
    const work = async (): Promise<void> => {
      most.push(++inside);
      await new Promise((resolve) => setTimeout(resolve, 5));
      inside--;
    };
    await Promise.all([1, 2, 3, 4].map(() => holdLock(path, 5, work)));
    expect(most).toEqual([1, 1, 1, 1]);
  });

  it('can be held by nobody else, whoever made the file', async () => {
    writeFileSync(path, '', { mode: 0o644 });
    await holdLock(path, 1, () => Promise.resolve());
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('is released by an error, and hands it on', async () => {
    await expect(holdLock(path, 1, () => Promise.reject(new Error('boom')))).rejects.toThrow('boom');
    expect(await holdLock(path, 1, () => Promise.resolve('free'))).toBe('free');
  });

  it('is not held by a file that a dead process left', async () => {
    writeFileSync(path, '4194303\n');
    expect(await holdLock(path, 1, () => Promise.resolve('free'))).toBe('free');
  });

  it('says who has it when it stays busy, and is free as soon as that process is killed', async () => {
    const holder = await otherHolder();
    const busy = holdLock(path, 0, () => Promise.resolve('never'));
    await expect(busy).rejects.toMatchObject({ code: 'lock_busy', transient: true, where: path });
    const waiting = holdLock(path, 10, () => Promise.resolve('free'));
    holder.kill('SIGKILL');
    expect(await waiting).toBe('free');
  });
});
