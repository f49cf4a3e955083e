import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readTwinsState } from '../demo/twins-state';
import { captureIo } from '../fixtures/controller-double';
import { FINGERPRINT } from '../fixtures/sample-views';
import { runCli } from '../run-cli';
import { lookAtController } from './look-at-controller';
import { CONTROLLER_SCRIPT, isProcessOf } from './process-identity';
import { stopProcess } from './stop-process';

/** Real processes at the place of the compiled applications; what they do is the least that the real ones promise. */
const CONTROLLER = `
const { writeFileSync, rmSync } = require('node:fs');
const { createServer } = require('node:http');
const { existsSync } = require('node:fs');
const home = process.env.JOULEFLEET_HOME;
const broken = home + '/postgres-crashed';
if (process.argv.includes('--ensure-services')) { rmSync(broken, { force: true }); process.exit(0); }
if (process.argv.includes('--stop-services')) { writeFileSync(home + '/services-stopped', ''); process.exit(0); }
const redis = { ok: true, detail: null };
const server = createServer((_, response) => {
  const ok = !existsSync(broken);
  response.statusCode = ok ? 200 : 503;
  response.end(JSON.stringify({ ok, version: '1', postgres: { ok, detail: ok ? null : 'refused' }, redis }));
});
server.listen(0, '127.0.0.1', () => writeFileSync(home + '/controller.json', JSON.stringify({
  pid: process.pid, url: 'http://127.0.0.1:' + server.address().port, version: '1', startedAt: new Date().toISOString() })));
process.on('SIGTERM', () => { rmSync(home + '/controller.json'); process.exit(0); });
`;
/** Ends at once where another one runs or is on its way, as a second controller of a home does. */
const ALONE = `
const { openSync } = require('node:fs');
if (process.argv.includes('--all')) {
  try { openSync(process.env.JOULEFLEET_HOME + '/lock', 'wx'); } catch { process.exit(0); }
}
setTimeout(() => {${CONTROLLER}}, process.argv.includes('--all') ? 500 : 0);
`;
const FAULT = {
  code: 'bad_configuration',
  origin: 'operator',
  transient: false,
  where: 'JOULEFLEET_PORT',
  remedy: 'Correct it.',
};
const REFUSING = `console.error(${JSON.stringify(JSON.stringify({ fault: { ...FAULT, message: 'expected a port' } }))}); process.exit(1);`;
/** Deaf to SIGTERM. */
const DEAF = `${CONTROLLER.replace(/process.on\('SIGTERM'.*/, '')} process.on('SIGTERM', () => undefined);`;
/** Writes what the twins of apps/twin write. */
const TWINS = `
const { writeFileSync } = require('node:fs');
const args = process.argv;
const of = (name) => args[args.indexOf(name) + 1];
const twin = (deviceClass) => ({ name: 'twin', deviceClass, host: '127.0.0.1', port: 9, user: 'u', fingerprint: '${FINGERPRINT}', identityFile: '/k', simulated: true });
const registry = { timeScale: Number(of('--time-scale')), seed: Number(of('--seed')), twins: args.flatMap((word, i) => (word === '--device' ? [twin(args[i + 1])] : [])) };
const write = (more) => writeFileSync(of('--dir') + '/twins.json', JSON.stringify({ ...registry, ...more }));
process.on('SIGTERM', () => { write({}); process.exit(0); });
write({ pid: process.pid });
setInterval(() => undefined, 1000);
`;
const CRASHING = `console.error(JSON.stringify({ level: 60, msg: 'PostgreSQL at 127.0.0.1:5 refuses' })); process.exit(3);`;

const NO_DEVICES = `
  if (request.url === '/v1/devices?limit=500') return void response.end('{"devices":[],"nextCursor":null}');`;

function twin(more: object): object {
  const login = { host: '127.0.0.1', port: 9, user: 'u', fingerprint: FINGERPRINT, identityFile: '/k' };
  return { name: 'twin', deviceClass: 'jetson-nano', ...login, simulated: true, ...more };
}

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
/** One that has ended and was not waited for yet does not live. */
function isAlive(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
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

  it('shows the first admin once, and keeps the key for this user', async () => {
    install('controller', CONTROLLER);
    const left = { name: 'admin', password: 'shown-once', key: 'the-key' };
    writeFileSync(join(home, 'first-admin.json'), JSON.stringify(left));
    const first = await cli('up --json');
    expect(first.json()).toMatchObject({ admin: { name: 'admin', password: 'shown-once' } });
    expect(first.err).toMatch(/admin\n +password +shown-once/);
    expect(first.out + first.err).not.toContain('the-key');
    expect(existsSync(join(home, 'first-admin.json'))).toBe(false);
    const credentials = join(home, 'credentials.json');
    expect(JSON.parse(readFileSync(credentials, 'utf8'))).toEqual({ key: 'the-key' });
    expect(statSync(credentials).mode & 0o777).toBe(0o600);
    const again = await cli('up');
    expect(again.out + again.err).not.toContain('shown-once');
    expect(first.err + again.err).not.toContain('login');
    rmSync(credentials);
    expect((await cli('up')).err).toMatch(
      /No key of this controller is kept: `joulefleet login --url http:\S+` gets one/,
    );
  });

  it('keeps the first admin’s key beside the login elsewhere, and says that commands still go there', async () => {
    install('controller', CONTROLLER);
    const credentials = join(home, 'credentials.json');
    const remote = { url: 'https://joulefleet.lab', key: 'the-key-there' };
    writeFileSync(credentials, JSON.stringify(remote));
    writeFileSync(join(home, 'first-admin.json'), JSON.stringify({ name: 'admin', password: 'p', key: 'the-key' }));
    const { exitCode, err } = await cli('up');
    expect(exitCode).toBe(0);
    expect(err).toContain('Commands go to https://joulefleet.lab, not to http://127.0.0.1:');
    expect(JSON.parse(readFileSync(credentials, 'utf8'))).toEqual({ key: 'the-key', remote });
    expect((await cli('up')).err).toContain('Commands go to https://joulefleet.lab');
  });

  it('sends the twins’ new addresses to its own controller with its own key', async () => {
    const guarded = `(request, response) => {${NO_DEVICES.replace('if (request', "if (request.headers.authorization === 'Bearer the-key' && request")}`;
    install('controller', CONTROLLER.replace('(_, response) => {', guarded));
    install('twin', TWINS);
    const remote = { url: 'https://joulefleet.lab', key: 'the-key-there' };
    writeFileSync(join(home, 'credentials.json'), JSON.stringify({ key: 'the-key', remote }));
    mkdirSync(join(home, 'twins'));
    writeFileSync(join(home, 'twins', 'twins.json'), JSON.stringify({ timeScale: 77, seed: 5, twins: [twin({})] }));
    expect((await cli('up --json')).json()).toMatchObject({ outcome: 'started', twins: 'started' });
  });

  it('has the admin reset by the controller’s program', async () => {
    const left = JSON.stringify({ name: 'admin', password: 'another', key: 'another-key' });
    const reset = `if (process.argv.includes('--reset-admin')) { require('node:fs').writeFileSync(process.env.JOULEFLEET_HOME + '/first-admin.json', '${left}'); process.exit(0); }`;
    install('controller', reset + CONTROLLER);
    const { exitCode, json } = await cli('admin-reset --json');
    expect(exitCode).toBe(0);
    expect(json()).toEqual({ admin: { name: 'admin', password: 'another' } });
    expect(readFileSync(join(home, 'credentials.json'), 'utf8')).toContain('another-key');
  });

  it('shows the end of this start’s log when the controller ends early', async () => {
    install('controller', CRASHING);
    mkdirSync(join(home, 'logs'));
    writeFileSync(join(home, 'logs', 'controller.log'), 'from an earlier start\n');
    const { exitCode, err } = await cli('up');
    expect(exitCode).toBe(1);
    expect(err).toMatch(/it ended with exit code 3\n +fatal PostgreSQL at 127\.0\.0\.1:5 refuses/);
    expect(err).not.toContain('from an earlier start');
    rmSync(script('controller'));
  });

  it('reports the fault that ended the controller, with its origin', async () => {
    install('controller', REFUSING);
    const { exitCode, json } = await cli('up --json');
    expect(exitCode).toBe(2);
    const title = 'The controller did not start';
    expect(json().error).toMatchObject({ ...FAULT, title, detail: 'expected a port' });
    rmSync(script('controller'));
  });

  it('has crashed servers started again under a controller that lives', async () => {
    install('controller', CONTROLLER);
    const { pid } = (await cli('up --json')).json() as { pid: number };
    writeFileSync(join(home, 'postgres-crashed'), '');
    expect(await lookAtController(captureIo(home).environment)).toMatchObject({ missing: 'PostgreSQL: refused' });
    expect((await cli('up --json')).json()).toMatchObject({ outcome: 'recovered', pid });
  });

  it('ends with one controller when two are started at once', async () => {
    install('controller', ALONE);
    const [one, other] = (await Promise.all([cli('up --json'), cli('up --json')])).map(({ json }) => json());
    expect([one!.outcome, other!.outcome].sort()).toEqual(['already-running', 'started']);
    expect(one!.pid).toBe(other!.pid);
  });

  it('starts the twins again as they were', async () => {
    install('controller', CONTROLLER.replace('(_, response) => {', '(request, response) => {' + NO_DEVICES));
    install('twin', TWINS);
    expect((await cli('up --json')).json()).toMatchObject({ twins: 'none' });
    mkdirSync(join(home, 'twins'));
    const left = { timeScale: 77, seed: 5, twins: [twin({ deviceClass: 'jetson-orin-nx' })] };
    writeFileSync(join(home, 'twins', 'twins.json'), JSON.stringify(left));
    const again = await cli('up --json');
    expect(again.json()).toMatchObject({ twins: 'started' });
    expect(again.err).toContain('twins started again: 1 device');
    expect(readTwinsState(home)).toMatchObject({ ...left, pid: expect.any(Number) as number });
    expect((await cli('up --json')).json()).toMatchObject({ twins: 'already-running' });
    expect((await cli('down --json')).json()).toMatchObject({ twins: 'stopped' });
    expect(readTwinsState(home)).toEqual(left);
  });

  it('kills what does not end in time', async () => {
    install('controller', DEAF);
    const { pid } = (await cli('up --json')).json() as { pid: number };
    expect(await stopProcess(pid, CONTROLLER_SCRIPT, 300)).toBe('killed');
    expect(await stopProcess(pid, CONTROLLER_SCRIPT, 300)).toBe('not-running');
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
    writeFileSync(join(home, 'twins', 'twins.json'), JSON.stringify({ pid, twins: [twin({})] }));
    expect((await cli('down --json')).json()).toMatchObject({ controller: 'not-running', twins: 'not-running' });
    expect(isAlive(pid)).toBe(true);
  });

  it('says when the program is not compiled', async () => {
    expect(await cli('up')).toMatchObject({ exitCode: 2, err: expect.stringContaining('npm run setup') });
  });
});
