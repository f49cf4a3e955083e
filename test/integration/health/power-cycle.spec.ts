import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { FAST, startFleetLab, type FleetLab } from './fleet-lab';

describe('power cycling', () => {
  let lab: FleetLab;
  const hooks = createServer(
    (request, answer) => void hookCalled(request).then((status) => answer.writeHead(status).end()),
  );
  const hooksFolder = mkdtempSync(join(tmpdir(), 'jf-hooks-'));
  const calls: { path: string; body: unknown }[] = [];

  beforeAll(async () => {
    await new Promise<void>((resolve) => hooks.listen(0, '127.0.0.1', resolve));
    writeHook(hooksFolder);
    lab = await startFleetLab({
      twins: ['jetson-xavier-nx'],
      timeScale: 60,
      seed: 31,
      controller: { watch: { timings: FAST }, hooksFolder },
    });
  }, 60_000);
  afterAll(async () => {
    await lab.stop();
    hooks.close();
    rmSync(hooksFolder, { recursive: true });
  });

  const url = (path: string) => `http://127.0.0.1:${(hooks.address() as AddressInfo).port}/${path}`;

  it("has the admin's program cut the power of a device that does not answer", async () => {
    await lab.set('xavier-nx', `power_cycle = '{"kind": "command", "name": "cut-power"}'`);
    await lab.twins[0]!.stop();
    await lab.untilDevice('xavier-nx', ({ availability }) => availability === 'offline');
    const back = await lab.untilDevice('xavier-nx', ({ availability }) => availability === 'ready', 30_000);
    expect(back.health).toBe('good');
    const { host, port } = lab.twins[0]!;
    const told = { device: 'xavier-nx', environmentHost: host, about: { name: 'xavier-nx', host, port } };
    expect(calls.at(-1)).toMatchObject({ path: '/restart', body: told });
    expect((await lab.steps('xavier-nx')).at(-1)).toBe('recovery, power cycle: power-cycled by cut-power');
  }, 60_000);

  it('reports a failed hook, tries it once, and leaves the device offline', async () => {
    await lab.set('xavier-nx', `power_cycle = '{"kind": "http", "url": "${url('broken')}"}'`);
    const before = calls.length;
    await lab.twins[0]!.stop();
    await lab.untilDevice('xavier-nx', ({ availability }) => availability === 'offline');
    while (!(await lab.steps('xavier-nx')).at(-1)!.includes('status 500')) await sleep(100);
    await sleep(2_000);
    expect((await lab.device('xavier-nx')).availability).toBe('offline');
    expect(calls.slice(before).map(({ path }) => path)).toEqual(['/broken']);
    await lab.restartTwin(0);
    await lab.untilDevice('xavier-nx', ({ availability }) => availability === 'ready');
  }, 60_000);

  async function hookCalled(request: IncomingMessage): Promise<number> {
    const body: Buffer[] = [];
    for await (const part of request) body.push(part as Buffer);
    calls.push({ path: request.url!, body: JSON.parse(Buffer.concat(body).toString('utf8')) });
    if (request.url !== '/restart') return 500;
    await lab.restartTwin(0);
    return 200;
  }

  /** A program that has the power cut by somebody else, as real ones do. */
  function writeHook(folder: string): void {
    const script = `#!${process.execPath}
const about = JSON.parse(require('node:fs').readFileSync(0, 'utf8'));
const body = JSON.stringify({ device: process.env.JOULEFLEET_DEVICE, environmentHost: process.env.JOULEFLEET_HOST, about });
fetch('${url('restart')}', { method: 'POST', body }).then(({ ok }) => process.exit(ok ? 0 : 1));
`;
    writeFileSync(join(folder, 'cut-power'), script);
    chmodSync(join(folder, 'cut-power'), 0o700);
  }
});
