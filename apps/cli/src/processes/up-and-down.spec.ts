import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { captureIo } from '../fixtures/controller-double';
import { FINGERPRINT } from '../fixtures/sample-views';
import { runCli } from '../run-cli';
import { CONTROLLER_SCRIPT, isProcessOf } from './process-identity';

/** Real processes at the place of the compiled applications; what they do is the least that the real ones promise. */
const CONTROLLER = `
const { writeFileSync, rmSync } = require('node:fs');
const { createServer } = require('node:http');
const home = process.env.JOULEFLEET_HOME;
if (process.argv.includes('--stop-services')) { writeFileSync(home + '/services-stopped', ''); process.exit(0); }
const part = { ok: true, detail: null };
const server = createServer((_, response) => response.end(JSON.stringify({ ok: true, version: '1', postgres: part, redis: part })));
server.listen(0, '127.0.0.1', () => writeFileSync(home + '/controller.json', JSON.stringify({
  pid: process.pid, url: 'http://127.0.0.1:' + server.address().port, version: '1', startedAt: new Date().toISOString() })));
process.on('SIGTERM', () => { rmSync(home + '/controller.json'); process.exit(0); });
`;
const CRASHING = `console.error(JSON.stringify({ level: 60, msg: 'PostgreSQL at 127.0.0.1:5 refuses' })); process.exit(3);`;

let home: string;
const strangers: ChildProcess[] = [];
const script = (app: string): string => join(home, 'dist', 'apps', app, 'src', 'main.js');

function install(app: string, source: string): void {
  mkdirSync(dirname(script(app)), { recursive: true });
  writeFileSync(script(app), source);
}
async function cli(args: string) {
  const io = captureIo(home);
  const exitCode = await runCli(args.split(' '), io);
  return { exitCode, err: io.err(), out: io.out(), json: () => JSON.parse(io.out()) as Record<string, unknown> };
}
function startStranger(): number {
  const stranger = spawn('sleep', ['60'], { stdio: 'ignore' });
  strangers.push(stranger);
  return stranger.pid!;
}
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'joulefleet-up-'));
});
afterEach(async () => {
  if (existsSync(script('controller'))) await cli('down');
  for (const stranger of strangers.splice(0)) stranger.kill();
  rmSync(home, { recursive: true, force: true });
});

describe('up and down', () => {
  it('starts a controller once, finds it again, and stops it with its services', async () => {
    install('controller', CONTROLLER);
    const first = await cli('up --json');
    expect(first.json()).toMatchObject({ outcome: 'started', home });
    const { pid } = first.json() as { pid: number };
    expect((await cli('up --json')).json()).toMatchObject({ outcome: 'already-running', pid });
    const down = await cli('down --json');
    expect(down.json()).toMatchObject({ controller: 'stopped', twins: 'not-running', services: 'stopped' });
    expect(isAlive(pid)).toBe(false);
    expect(existsSync(join(home, 'services-stopped'))).toBe(true);
    expect((await cli('down --json')).json()).toMatchObject({ controller: 'not-running' });
  });

  it('shows the end of this start’s log when the controller ends early', async () => {
    install('controller', CRASHING);
    mkdirSync(join(home, 'logs'));
    writeFileSync(join(home, 'logs', 'controller.log'), 'from an earlier start\n');
    const { exitCode, err } = await cli('up');
    expect(exitCode).toBe(1);
    expect(err).toContain('it ended with exit code 3\n    fatal PostgreSQL at 127.0.0.1:5 refuses');
    expect(err).not.toContain('from an earlier start');
    rmSync(script('controller'));
  });

  it('starts anew over the file of a controller that was killed', async () => {
    install('controller', CONTROLLER);
    const { pid } = (await cli('up --json')).json() as { pid: number };
    process.kill(pid, 'SIGKILL');
    while (isProcessOf(pid, CONTROLLER_SCRIPT)) await sleep(20);
    expect((await cli('up --json')).json()).toMatchObject({ outcome: 'started' });
  });

  it("never signals a stranger's process that has the pid of a file", async () => {
    install('controller', CONTROLLER);
    const pid = startStranger();
    const state = { pid, url: 'http://127.0.0.1:9', version: '1', startedAt: new Date().toISOString() };
    writeFileSync(join(home, 'controller.json'), JSON.stringify(state));
    mkdirSync(join(home, 'twins'));
    const twin = {
      name: 't',
      deviceClass: 'jetson-nano',
      host: '127.0.0.1',
      port: 9,
      user: 'u',
      fingerprint: FINGERPRINT,
      identityFile: '/k',
      simulated: true,
    };
    writeFileSync(join(home, 'twins', 'twins.json'), JSON.stringify({ pid, twins: [twin] }));
    expect((await cli('down --json')).json()).toMatchObject({ controller: 'not-running', twins: 'not-running' });
    expect(isAlive(pid)).toBe(true);
  });

  it('says when the program is not compiled', async () => {
    expect(await cli('up')).toMatchObject({ exitCode: 2, err: expect.stringContaining('npm run setup') });
  });
});
