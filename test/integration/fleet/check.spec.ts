import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AuditList, DeviceEventList, DeviceView, FactsHistory, Problem } from '@joulefleet/contracts';
import { startLab, type Lab } from '../../testkit/lab';
import { queryOnce } from '../../testkit/service-client';
import type { Twin } from '../../../apps/twin/src';

describe('checking a device', () => {
  let lab: Lab;
  let twin: Twin;

  beforeEach(async () => {
    lab = await startLab({ twins: ['jetson-nano'], controller: { watch: false } });
    twin = lab.twins[0]!;
    await lab.enroll(twin);
  });
  afterEach(() => lab.stop());

  const post = async <T>(what: string, status: number, body?: object): Promise<T> => {
    const answer = await lab.call('POST', `/v1/devices/nano/${what}`, body);
    expect({ status: answer.status, body: answer.body }).toMatchObject({ status });
    return answer.body as T;
  };
  const get = async <T>(path: string): Promise<T> => (await lab.call('GET', path)).body as T;
  const show = () => get<DeviceView>('/v1/devices/nano');
  const events = async () => (await get<DeviceEventList>('/v1/devices/nano/events')).events;
  const set = (assignments: string) => queryOnce(lab.databaseUrl, `UPDATE device SET ${assignments}`);
  const setMode = (id: number) => {
    const status = join(twin.root, 'var/lib/nvpmodel/status');
    const text = readFileSync(status, 'utf8');
    chmodSync(status, 0o644);
    writeFileSync(status, text.replace(/\d+/, String(id)));
  };

  it('brings a quarantined or a retired device back that passes, and forgets its faults', async () => {
    for (const availability of ['quarantined', 'retired', 'offline']) {
      await set(
        `availability = '${availability}', health = 'bad', reason = '{"code":"checking"}', consecutive_faults = 2, ladder = '{"a": 1}'`,
      );
      expect(await post<DeviceView>('check', 200)).toMatchObject({
        availability: 'ready',
        health: 'good',
        reason: null,
      });
    }
    const [row] = await queryOnce(lab.databaseUrl, 'SELECT consecutive_faults, ladder, last_seen_at FROM device');
    expect(row).toMatchObject({ consecutive_faults: 0, ladder: null, last_seen_at: expect.any(Date) as Date });
    expect((await events()).map(({ kind, actor }) => [kind, actor])).toContainEqual(['preflight', 'admin']);
    const { entries } = await get<AuditList>('/v1/audit?subject=device&subjectId=nano');
    expect(entries.map(({ action }) => action).reverse()).toEqual([
      'device.enroll',
      ...Array<string>(3).fill('device.check'),
    ]);
    expect(entries[2]).toMatchObject({ before: { availability: 'quarantined' }, after: { availability: 'ready' } });
  });

  it('takes a device out that does not pass, says what to do, and lets it in again once that is done', async () => {
    twin.makeClocksStick();
    const blocked = await post<DeviceView>('check', 200);
    expect(blocked).toMatchObject({
      availability: 'quarantined',
      health: 'bad',
      nextStep: { code: 'repair', resolution: 'manual' },
    });
    expect(blocked.reason).toMatch(/^clocks_settable: /);
    expect(blocked.preflight!.find(({ passed }) => !passed)).toMatchObject({ remedy: expect.any(String) as string });
    twin.makeClocksStick(false);
    expect(await post<DeviceView>('check', 200)).toMatchObject({ availability: 'ready' });
  });

  it('does not pass a device whose limits somebody changed, and says by what and to what', async () => {
    const limit = join(twin.root, 'sys/devices/system/cpu/cpufreq/policy0/scaling_max_freq');
    writeFileSync(limit, '921600\n');
    const changed = await post<DeviceView>('check', 200);
    expect(changed.availability).not.toBe('ready');
    expect(changed.drift).toMatchObject([{ field: 'cpuPolicies.0.limits', severity: 'blocks' }]);
    expect(changed.reason).toMatch(
      /limits in force of CPU policy 0: was 102 MHz to 1479 MHz, schedutil, is 102 MHz to 921\.6 MHz/,
    );
    expect(changed.preflight!.find(({ check }) => check === 'limits_as_power_mode')).toMatchObject({
      passed: false,
      severity: 'warns',
      message: "power mode MAXN: CPU policy 0 to 921.6 MHz in force, no limit in the mode's file",
    });
    writeFileSync(limit, '1479000\n');
    expect(await post<DeviceView>('check', 200)).toMatchObject({ availability: 'ready', drift: [] });
  });

  it('leaves a device alone that a shard holds, and one in its maintenance window', async () => {
    await queryOnce(lab.databaseUrl, `UPDATE lease SET shard_id = gen_random_uuid()`);
    expect(await post<Problem>('check', 409)).toMatchObject({ code: 'device_busy' });
    expect(await post<Problem>('repin', 409, { fingerprint: twin.fingerprint })).toMatchObject({ code: 'device_busy' });
    await queryOnce(lab.databaseUrl, `UPDATE lease SET shard_id = NULL`);
    await queryOnce(
      lab.databaseUrl,
      `INSERT INTO maintenance_window (id, device_id, starts_at, ends_at, reason, created_by)
       SELECT gen_random_uuid(), id, now() - interval '1 h', now() + interval '1 h', 'dust', 'ada' FROM device`,
    );
    await set(`availability = 'maintenance', reason = '{"code":"person","text":"dust"}'`);
    expect(await post<DeviceView>('check', 200)).toMatchObject({ availability: 'maintenance', reason: 'dust' });
    // Also one that somebody took out in its window is not ready before the window ends.
    await set(`availability = 'quarantined', reason = '{"code":"checking"}'`);
    expect(await post<DeviceView>('check', 200)).toMatchObject({ availability: 'maintenance', reason: 'dust' });
    expect((await show()).preflightAt).not.toBeNull();
  });

  it('says why a device could not be reached', async () => {
    await twin.stopSsh();
    expect(await post<Problem>('check', 504)).toMatchObject({ code: 'device_unreachable', transient: true });
    expect(await show()).toMatchObject({ availability: 'offline', health: 'unknown' });
  });

  it('leaves an unreachable quarantined device as it is, and records why in its history', async () => {
    await post('quarantine', 200, { reason: 'not restored: the fan' });
    await set(`deadline_at = now() + interval '3 days'`);
    const standing = () =>
      queryOnce(lab.databaseUrl, `SELECT availability, health, reason, state_owner, since, deadline_at FROM device`);
    const before = await standing();
    expect(before).toMatchObject([{ reason: { text: 'not restored: the fan' }, state_owner: 'admin' }]);
    await twin.stopSsh();
    expect(await post<Problem>('check', 504)).toMatchObject({ code: 'device_unreachable' });
    expect(await standing()).toEqual(before);
    expect((await events())[0]).toMatchObject({ kind: 'fault', message: expect.stringMatching(/listens/) as string });
  });

  it('shows what has changed, is blocked by another power mode, and goes on once it is accepted', async () => {
    setMode(1);
    const drifted = await post<DeviceView>('check', 200);
    expect(drifted).toMatchObject({ availability: 'quarantined', drift: [{ field: 'powerMode', severity: 'blocks' }] });
    expect(drifted.reason).toMatch(/facts_as_accepted: power mode/);
    expect(drifted.preflight!.find(({ check }) => check === 'facts_as_accepted')!.remedy).toContain(
      'device accept-drift nano',
    );
    expect(drifted.facts!.powerMode!.id).toBe(0);
    await post('check', 200);
    const { snapshots } = await get<FactsHistory>('/v1/devices/nano/facts');
    expect(snapshots.map(({ facts, drift }) => [facts!.powerMode!.id, drift.length])).toEqual([
      [1, 1],
      [0, 0],
    ]);
    expect((await events()).filter(({ kind }) => kind === 'drift')).toHaveLength(1);

    expect(await post<DeviceView>('accept-drift', 200)).toMatchObject({ availability: 'quarantined', drift: [] });
    expect(await post<DeviceView>('check', 200)).toMatchObject({
      availability: 'ready',
      facts: { powerMode: { id: 1 } },
    });
    const { entries } = await get<AuditList>('/v1/audit?subject=device&subjectId=nano');
    expect(entries[1]).toMatchObject({ action: 'device.accept-drift', before: { drift: [{ field: 'powerMode' }] } });
  });

  it('lets a change pass that only warns, and keeps showing it', async () => {
    const kernel = join(twin.root, 'proc/sys/kernel/osrelease');
    chmodSync(kernel, 0o644);
    writeFileSync(kernel, readFileSync(kernel, 'utf8').replace('4.9', '4.10'));
    const warned = await post<DeviceView>('check', 200);
    expect(warned).toMatchObject({ availability: 'ready', drift: [{ field: 'kernel', severity: 'warns' }] });
    expect((await show()).drift).toHaveLength(1);
  });

  it('takes a device out that shows another host key, and pins another one only on request', async () => {
    const pinned = twin.fingerprint;
    await lab.restartTwin(0, { newHostKey: true });
    const { fingerprint } = lab.twins[0]!;
    expect(await post<Problem>('check', 409)).toMatchObject({ code: 'host_key_changed', fingerprint });
    const taken = await show();
    expect(taken).toMatchObject({ availability: 'quarantined', fingerprint: pinned });
    expect(taken.reason).toContain(pinned);
    expect(taken.reason).toContain(fingerprint);

    const other = `SHA256:${'B'.repeat(43)}`;
    expect(await post<Problem>('repin', 409, { fingerprint: other })).toMatchObject({
      code: 'host_key_changed',
      fingerprint,
    });
    expect((await show()).fingerprint).toBe(pinned);
    expect(await post<DeviceView>('repin', 200, { fingerprint })).toMatchObject({ availability: 'ready', fingerprint });
    const { entries } = await get<AuditList>('/v1/audit?subject=device&subjectId=nano');
    expect(entries.find(({ action }) => action === 'device.repin')).toMatchObject({
      actor: 'admin',
      before: { fingerprint: pinned },
      after: { fingerprint, hostKeyType: 'ssh-ed25519' },
    });
    expect((await events()).map(({ message }) => message)).toContainEqual(
      `another host key is pinned: ${fingerprint}, it was ${pinned}`,
    );
  });

  it('pins the key of a device that cannot be reached', async () => {
    await twin.stopSsh();
    const fingerprint = `SHA256:${'C'.repeat(43)}`;
    expect(await post<DeviceView>('repin', 200, { fingerprint })).toMatchObject({
      availability: 'offline',
      fingerprint,
      reason: expect.stringMatching(/^a new host key is pinned; /) as string,
    });
  });

  it('pins the key of a retired device that cannot be reached, and leaves it retired', async () => {
    await post('retire', 200, { reason: 'sold' });
    await twin.stopSsh();
    const fingerprint = `SHA256:${'C'.repeat(43)}`;
    expect(await post<DeviceView>('repin', 200, { fingerprint })).toMatchObject({
      availability: 'retired',
      reason: 'sold',
      fingerprint,
    });
  });

  it('prints the rule for sudo', async () => {
    const { rule, file, commands } = await get<{ rule: string; file: string; commands: string[] }>(
      '/v1/devices/nano/sudoers',
    );
    expect(rule).toMatch(
      /^jetson ALL=\(root\) NOPASSWD: \/usr\/bin\/python3 -I \/usr\/local\/lib\/joulefleet\/agent-[0-9a-f]{16}\.pyz serve$/,
    );
    expect(file).toBe('/etc/sudoers.d/joulefleet-jetson');
    expect(commands.length).toBeGreaterThan(2);
  });
});
