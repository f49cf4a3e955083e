import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type {
  AuditList,
  CampaignView,
  DeviceEventList,
  DeviceList,
  DeviceView,
  FactsHistory,
  Problem,
} from '@joulefleet/contracts';
import { openDatabase, type Database } from '@joulefleet/store';
import { startLab, type Lab } from '../../testkit/lab';
import { seedDevice } from '../../testkit/seed-campaign';
import { until as untilHolds } from '../../testkit/until';

const SWEEP = `
name: a sweep
workloads: [alexnet]
factors: { gpuFrequency: [614.4 MHz, 921.6 MHz], cpuFrequency: [1479 MHz] }
repetitions: 6
inferences: 640
shardTrials: 12
`;

describe('administration of devices', () => {
  let lab: Lab;
  let database: Database;
  const hooksFolder = mkdtempSync(join(tmpdir(), 'jf-hooks-'));

  beforeAll(async () => {
    lab = await startLab({ twins: ['jetson-nano'], timeScale: 250, controller: { watch: false, hooksFolder } });
    database = openDatabase(lab.databaseUrl, { maxConnections: 2 });
    await lab.enroll(lab.twins[0]!);
    await seedDevice(database, 'shelf-1');
    await seedDevice(database, 'shelf-2');
    await seedDevice(database, 'shelf-3');
  });
  afterAll(async () => {
    await database.close();
    await lab.stop();
    rmSync(hooksFolder, { recursive: true });
  });

  async function ask<T>(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: object, status = 200) {
    const answer = await lab.call(method, path, body);
    expect(answer).toMatchObject({ status });
    return answer.body as T;
  }
  const show = (name: string) => ask<DeviceView>('GET', `/v1/devices/${name}`);
  const audit = async (name: string) =>
    (await ask<AuditList>('GET', `/v1/audit?subject=device&subjectId=${name}`)).entries;
  const until = async (name: string, state: Partial<DeviceView>): Promise<DeviceView> => {
    let device = await show(name);
    await untilHolds(async () => {
      device = await show(name);
      return Object.entries(state).every(([key, word]) => device[key as keyof DeviceView] === word);
    }).catch(() => {
      throw new Error(`${name} did not become ${JSON.stringify(state)}: ${JSON.stringify(device)}`);
    });
    return device;
  };

  it('refuses a power-cycle program that is not there, or that it may not run, before it is stored', async () => {
    const edit = { owner: 'Eve', powerCycle: { kind: 'command', name: 'plug' } };
    const program = join(hooksFolder, 'plug');
    const missing = await ask<Problem>('PATCH', '/v1/devices/shelf-3', edit, 422);
    expect(missing).toMatchObject({ code: 'hook_missing', origin: 'operator', where: program });
    expect(missing.remedy).toContain("folder hooks of the controller's home");
    writeFileSync(program, '#!/bin/sh\n', { mode: 0o600 });
    const idle = await ask<Problem>('PATCH', '/v1/devices/shelf-3', edit, 422);
    expect(idle).toMatchObject({ code: 'hook_exposed', detail: expect.stringContaining('not executable') });
    expect(await show('shelf-3')).toMatchObject({ owner: null, powerCycle: null });
    chmodSync(program, 0o700);
    expect(await ask<DeviceView>('PATCH', '/v1/devices/shelf-3', edit)).toMatchObject(edit);
  });

  it('changes what an edit names; it is audited with before and after, and is in the history', async () => {
    const edit = {
      addLabels: ['rack-a'],
      owner: 'Ada',
      allowReboot: true,
      powerCycle: { kind: 'command', name: 'plug' },
    };
    const { labels, owner, allowReboot } = await ask<DeviceView>('PATCH', '/v1/devices/shelf-1', edit);
    expect({ labels, owner, allowReboot }).toEqual({ labels: ['rack-a'], owner: 'Ada', allowReboot: true });
    expect((await audit('shelf-1'))[0]).toMatchObject({
      actor: 'admin',
      action: 'device.edit',
      before: { labels: [], owner: null },
      after: { labels: ['rack-a'], owner: 'Ada' },
    });
    const { events } = await ask<DeviceEventList>('GET', '/v1/devices/shelf-1/events');
    expect(events[0]).toMatchObject({ kind: 'edited', actor: 'admin' });
  });

  it('quarantines at once what is free, until somebody has looked at it within a week', async () => {
    const device = await ask<DeviceView>('POST', '/v1/devices/shelf-1/quarantine', { reason: 'the fan rattles' });
    expect(device).toMatchObject({
      availability: 'quarantined',
      health: 'unknown',
      reason: 'the fan rattles',
      stateOwner: 'admin',
      nextStep: { code: 'repair', resolution: 'manual' },
    });
    expect(Date.parse(device.until!) - Date.now()).toBeGreaterThan(6.9 * 86_400_000);
    const [entry] = await audit('shelf-1');
    expect(entry).toMatchObject({
      action: 'device.quarantine',
      before: { availability: 'ready', health: 'good' },
      after: { availability: 'quarantined', health: 'unknown', reason: 'the fan rattles' },
    });

    await database.pool.query(`UPDATE device SET deadline_at = '2026-01-01' WHERE name = 'shelf-1'`);
    expect((await show('shelf-1')).reason).toBe('overdue for review since 2026-01-01: the fan rattles');
    const again = await ask<DeviceView>('POST', '/v1/devices/shelf-1/quarantine', { reason: 'waits for a fan' });
    expect(again).toMatchObject({ reason: 'waits for a fan', since: device.since });
  });

  it('lets a shard end at its trial before its device goes; a check brings it back and the campaign ends', async () => {
    const { id } = await lab.launch(SWEEP);
    await until('nano', { availability: 'leased' });
    await untilHolds(async () => (await ask<CampaignView>('GET', `/v1/campaigns/${id}`)).trials.accepted > 0);
    const asked = await ask<DeviceView>('POST', '/v1/devices/nano/quarantine', { reason: 'smells burnt' });
    expect(asked).toMatchObject({
      availability: 'leased',
      reason: 'to be quarantined when its trial has ended: smells burnt (admin)',
    });
    await until('nano', { availability: 'quarantined', reason: 'smells burnt' });
    const { trials } = await ask<CampaignView>('GET', `/v1/campaigns/${id}`);
    expect(trials).toMatchObject({ assigned: 0, failed: 0, skipped: 0 });
    expect(trials.pending).toBeGreaterThan(6);

    expect(await ask<DeviceView>('POST', '/v1/devices/nano/check')).toMatchObject({ reason: null });
    const { campaign } = await lab.completed(id, 60);
    expect(campaign.trials).toMatchObject({ accepted: 18, failed: 0, skipped: 0 });
  }, 120_000);

  it('retires a device when its trial has ended; its campaign ends, and a check brings it back', async () => {
    const { id } = await lab.launch(SWEEP);
    await until('nano', { availability: 'leased' });
    const asked = await ask<DeviceView>('POST', '/v1/devices/nano/retire', { reason: 'given back' });
    expect(asked).toMatchObject({ availability: 'leased', pendingExit: { to: 'retired', by: 'admin' } });
    // The stronger wish holds.
    await ask('POST', '/v1/devices/nano/quarantine', { reason: 'to be given back' });
    await until('nano', { availability: 'retired' });
    expect(await show('nano')).toMatchObject({
      availability: 'retired',
      until: null,
      pendingExit: null,
      nextStep: { code: 'bring_back', resolution: 'manual' },
    });
    const campaignNow = () => ask<CampaignView>('GET', `/v1/campaigns/${id}`);
    await untilHolds(async () => (await campaignNow()).state === 'failed');
    const campaign = await campaignNow();
    expect(campaign.failedBecause).toBe('no device is left: nano was retired');
    expect(campaign.trials).toMatchObject({ pending: 0, assigned: 0 });
    expect(campaign.trials.skipped).toBeGreaterThan(0);
    const [, retired] = await audit('nano');
    expect(retired).toMatchObject({ action: 'device.retire', after: { pendingExit: 'retired', reason: 'given back' } });

    const refused = await ask<Problem>('POST', '/v1/devices/nano/quarantine', { reason: 'x' }, 409);
    expect(refused).toMatchObject({ code: 'device_retired' });
    const entries = (await audit('nano')).length;
    await ask('POST', '/v1/devices/nano/retire', { reason: 'again' });
    expect(await audit('nano')).toHaveLength(entries);
    expect(await ask<DeviceView>('POST', '/v1/devices/nano/check')).toMatchObject({ availability: 'ready' });
  }, 120_000);

  it('plans maintenance, takes it back, and ends a current window', async () => {
    const path = '/v1/devices/shelf-2/maintenance';
    const at = (inS: number) => new Date(Date.now() + inS * 1000).toISOString();
    await ask('POST', path, { startsAt: at(3600), endsAt: at(7200), reason: 'new fan' });
    const begun = await ask<DeviceView>('POST', path, { startsAt: at(-60), endsAt: at(60), reason: 'dust' });
    expect(begun).toMatchObject({ availability: 'maintenance', reason: 'dust', stateOwner: 'admin' });
    const { maintenance } = begun;
    expect(maintenance.map(({ reason, createdBy }) => `${reason}, ${createdBy}`)).toEqual([
      'dust, admin',
      'new fan, admin',
    ]);
    const [dust, fan] = maintenance.map(({ id }) => id);

    const ended = await ask<DeviceView>('DELETE', `${path}/${dust}`);
    expect(ended.maintenance).toHaveLength(1);
    expect(ended.availability).not.toBe('maintenance');
    expect((await ask<DeviceView>('DELETE', `${path}/${fan}`)).maintenance).toEqual([]);
    const { rows } = await database.pool.query<{ reason: string }>('SELECT reason FROM maintenance_window');
    expect(rows).toEqual([{ reason: 'dust' }]);
    for (const id of [fan, 'nonsense']) {
      expect(await ask<Problem>('DELETE', `${path}/${id}`, undefined, 404)).toMatchObject({ code: 'window_unknown' });
    }
    const over = { startsAt: at(-120), endsAt: at(-60), reason: 'late' };
    expect(await ask<Problem>('POST', path, over, 422)).toMatchObject({ code: 'window_over' });
    const actions = (await audit('shelf-2')).map(({ action }) => action);
    expect(actions).toEqual([
      'device.end-maintenance',
      'device.end-maintenance',
      'device.maintenance',
      'device.maintenance',
    ]);
  });

  it('pages through history and facts', async () => {
    const all = (await ask<DeviceEventList>('GET', '/v1/devices/nano/events?limit=500')).events;
    const paged: typeof all = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: DeviceEventList = await ask('GET', `/v1/devices/nano/events?limit=2${cursor && `&cursor=${cursor}`}`);
      paged.push(...page.events);
      cursor = page.nextCursor;
    }
    expect(paged).toEqual(all);
    expect(all.length).toBeGreaterThan(4);
    const { snapshots } = await ask<FactsHistory>('GET', '/v1/devices/nano/facts');
    expect(snapshots.at(-1)!.facts).toMatchObject({ cores: 4 });
    const bad = await ask<Problem>('GET', '/v1/devices/nano/facts?cursor=nano', undefined, 422);
    expect(bad).toMatchObject({ code: 'bad_cursor' });
    for (const end of ['', '/events', '/facts']) {
      const unknown = await ask<Problem>('GET', `/v1/devices/nanno${end}`, undefined, 404);
      expect(unknown).toMatchObject({ code: 'device_unknown', remedy: 'Did you mean nano?' });
    }
    expect(await ask<Problem>('PATCH', '/v1/devices/nanno', {}, 404)).toMatchObject({ code: 'device_unknown' });
  });

  it.each([
    ['class=jetson-nano&label=rack-a', ['shelf-1']],
    ['availability=quarantined', ['shelf-1']],
    ['health=unknown&availability=ready', []],
    ['group=rack-9', []],
    ['label=rack', []],
  ])('lists by %s', async (query, names) => {
    const { devices } = await ask<DeviceList>('GET', `/v1/devices?${query}`);
    expect(devices.map(({ name }) => name)).toEqual(names);
  });
});
