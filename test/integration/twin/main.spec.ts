import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'ssh2';
import type { Registry } from '../../../apps/twin/src/command/registry';

const MAIN = join(__dirname, '../../../dist/apps/twin/src/main.js');

describe('the twins’ program', () => {
  const folder = mkdtempSync(join(tmpdir(), 'jf-twins-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('starts twins, says so, and stops cleanly; a second start finds the same ones', async () => {
    const first = await start(folder);
    expect(first.registry.pid).toBe(first.child.pid);
    expect(first.registry.twins.map(({ name }) => name)).toEqual(['twin-nano-1', 'twin-nano-2', 'twin-orin-nx']);
    expect(readRegistry(folder)).toEqual(first.registry);
    expect(statSync(join(folder, 'client_ed25519')).mode & 0o777).toBe(0o600);
    for (const twin of first.registry.twins) await canLogIn(twin);
    await stop(first.child);
    expect(readRegistry(folder)).toEqual({ seed: 1, timeScale: 60, twins: first.registry.twins });

    const second = await start(folder);
    expect(second.registry.twins).toEqual(first.registry.twins);
    await stop(second.child);
  });

  it('explains itself', () => {
    const help = spawnSync(process.execPath, [MAIN, '--help'], { encoding: 'utf8' });
    expect(help).toMatchObject({ status: 0, stdout: expect.stringContaining('Example:') as string });
    const wrong = spawnSync(process.execPath, [MAIN, '--dir', folder, '--device', 'jetson-tx2'], { encoding: 'utf8' });
    expect(wrong).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('expected one of jetson-nano') as string,
    });
  });
});

async function start(folder: string): Promise<{ child: ChildProcess; registry: Registry }> {
  const devices = ['jetson-nano', 'jetson-nano', 'jetson-orin-nx'].flatMap((device) => ['--device', device]);
  const child = spawn(process.execPath, [MAIN, '--dir', folder, ...devices], { stdio: ['ignore', 'pipe', 'inherit'] });
  const line = await new Promise<string>((resolve, reject) => {
    child.stdout.once('data', (text: Buffer) => resolve(text.toString()));
    child.once('exit', (code) => reject(new Error(`the twins ended with ${code}`)));
  });
  return { child, registry: JSON.parse(line) as Registry };
}

async function stop(child: ChildProcess): Promise<void> {
  const exited = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  expect(await exited).toBe(0);
}

function readRegistry(folder: string): Registry {
  return JSON.parse(readFileSync(join(folder, 'twins.json'), 'utf8')) as Registry;
}

function canLogIn({ host, port, user, identityFile }: Registry['twins'][number]): Promise<void> {
  const client = new Client();
  return new Promise((resolve, reject) => {
    client.once('ready', () => {
      client.end();
      resolve();
    });
    client.once('error', reject);
    client.connect({ host, port, username: user, privateKey: readFileSync(identityFile) });
  });
}
