import type { AuditEntryView, AuditList, Problem } from '@joulefleet/contracts';
import { startLab, type Lab } from '../../testkit/lab';
import { queryOnce } from '../../testkit/service-client';
import type { Twin } from '../../../apps/twin/src';

/** Who asks for something that fails has changed something all the same: the audit log shows it. */
describe('what a failure has changed', () => {
  let lab: Lab;
  let twin: Twin;

  beforeEach(async () => {
    lab = await startLab({ twins: ['jetson-nano'], controller: { watch: false } });
    twin = lab.twins[0]!;
  });
  afterEach(() => lab.stop());

  const fails = async (path: string, code: string, body?: object): Promise<void> => {
    expect(((await lab.call('POST', path, body)).body as Problem).code).toBe(code);
  };
  const check = (code: string) => fails('/v1/devices/nano/check', code);
  const enroll = (code: string, over: object = {}) => {
    const { name, host, port, user, fingerprint } = twin;
    return fails('/v1/devices', code, { name, host, port, user, fingerprint, ...over });
  };
  const audited = async (subject: string, subjectId: string): Promise<AuditEntryView[]> => {
    const { body } = await lab.call('GET', `/v1/audit?subject=${subject}&subjectId=${subjectId}`);
    return (body as AuditList).entries;
  };
  /** Since the device was enrolled, the newest first. */
  const ofDevice = async () => (await audited('device', 'nano')).slice(0, -1);

  it('is the key of the fleet, that an enrollment makes where none is named: once', async () => {
    await enroll('login_refused');
    await enroll('login_refused');
    expect(await audited('identity', 'fleet')).toMatchObject([
      { actor: 'admin', action: 'identity.generate', via: expect.stringMatching(/^key /) as string },
    ]);
    expect(await audited('device', 'nano')).toEqual([]);
  });

  it('is a device that a check finds absent: each time that its state changes', async () => {
    await lab.enroll(twin);
    await twin.stopSsh();
    await check('device_unreachable');
    const absent = {
      actor: 'admin',
      action: 'device.check',
      before: { availability: 'ready', reason: null },
      after: {
        availability: 'offline',
        fault: 'device_unreachable',
        reason: expect.stringMatching(/listens/) as string,
      },
    };
    expect(await ofDevice()).toMatchObject([absent]);
    await check('device_unreachable');
    expect(await ofDevice()).toHaveLength(1);
    await queryOnce(lab.databaseUrl, `UPDATE device SET availability = 'ready', health = 'good', reason = NULL`);
    await check('device_unreachable');
    expect(await ofDevice()).toMatchObject([absent, absent]);
  });

  it('is a device whose host key a check finds changed', async () => {
    await lab.enroll(twin);
    await lab.restartTwin(0, { newHostKey: true });
    await check('host_key_changed');
    await check('host_key_changed');
    expect(await ofDevice()).toMatchObject([
      {
        actor: 'admin',
        action: 'device.check',
        before: { availability: 'ready' },
        after: { availability: 'quarantined', fault: 'host_key_changed' },
      },
    ]);
  });

  it('is a device that is enrolled again with another host key: it is taken out', async () => {
    const { identity } = await lab.enroll(twin);
    await enroll('host_key_changed', { identity, fingerprint: `SHA256:${'B'.repeat(43)}` });
    expect(await ofDevice()).toMatchObject([
      {
        actor: 'admin',
        action: 'device.enroll',
        before: { availability: 'ready', reason: null },
        after: { availability: 'quarantined', fault: 'host_key_changed' },
      },
    ]);
  });

  it('is the same of one at work, which goes there when its trial has ended', async () => {
    const { identity } = await lab.enroll(twin);
    await queryOnce(lab.databaseUrl, `UPDATE device SET availability = 'leased'`);
    await enroll('host_key_changed', { identity, fingerprint: `SHA256:${'B'.repeat(43)}` });
    expect(await ofDevice()).toMatchObject([
      {
        action: 'device.enroll',
        before: { availability: 'leased' },
        after: {
          availability: 'leased',
          pendingExit: expect.stringContaining('BBB') as string,
          fault: 'host_key_changed',
        },
      },
    ]);
  });

  it('is nothing where a fault changes nothing', async () => {
    await lab.enroll(twin);
    await queryOnce(
      lab.databaseUrl,
      `UPDATE device SET availability = 'retired', reason = '{"code":"person","text":"sold"}'`,
    );
    await twin.stopSsh();
    await check('device_unreachable');
    await enroll('identity_unknown', { identity: 'nobody' });
    expect(await ofDevice()).toEqual([]);
  });
});
