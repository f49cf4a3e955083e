import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AuditList, IdentityList, IdentityView, Problem } from '@joulefleet/contracts';
import { adoptIdentities, sshTargetOf } from '@joulefleet/fleet';
import { toMasterKey } from '@joulefleet/platform';
import { claimSealing, findDevice, openDatabase, type Database } from '@joulefleet/store';
import { generateKeyPair } from '../../../apps/twin/src';
import { createTestDatabase } from '../../testkit/database';
import { startLab, type Lab } from '../../testkit/lab';
import { seedDevice } from '../../testkit/seed-campaign';
import { queryOnce } from '../../testkit/service-client';

describe('identities', () => {
  let lab: Lab;
  /** Everything that answers said. */
  let said = '';
  const key = generateKeyPair('me@lab');
  const bodyOf = (text: string): string => text.split('\n').slice(1, -2).join('');

  beforeAll(async () => {
    lab = await startLab({ twins: ['jetson-nano'], controller: { watch: false } });
  });
  afterAll(() => lab.stop());

  async function ask<T>(method: 'GET' | 'POST' | 'DELETE', path: string, status: number, body?: object): Promise<T> {
    const answer = await lab.call(method, path, body);
    said += JSON.stringify(answer.body);
    expect(answer).toMatchObject({ status });
    return answer.body as T;
  }
  const take = (body: object, status = 200) =>
    ask<IdentityView & Problem>('POST', '/v1/identities/import', status, body);
  const make = (name: string, status = 200) => ask<IdentityView & Problem>('POST', '/v1/identities', status, { name });
  const names = async () => (await ask<IdentityList>('GET', '/v1/identities', 200)).identities.map(({ name }) => name);

  it('takes a key in once, whatever it is called, and shows its public part', async () => {
    const kept = await take({ name: 'lab', privateKey: key.privateKey });
    expect(kept).toMatchObject({
      name: 'lab',
      keyType: 'ssh-ed25519',
      publicKey: key.publicKey.trim(),
      generated: false,
      devices: 0,
    });
    expect(await take({ name: 'lab', privateKey: key.privateKey })).toEqual(kept);
    expect(await take({ name: 'other', privateKey: key.privateKey })).toEqual(kept);
    expect(await take({ privateKey: key.privateKey })).toEqual(kept);
    const stranger = generateKeyPair('x').privateKey;
    expect(await take({ name: 'lab', privateKey: stranger }, 409)).toMatchObject({ code: 'identity_exists' });
    expect((await take({ privateKey: stranger })).name).toMatch(/^key-[0-9a-f]{12}$/);
  });

  it('opens an encrypted key with its passphrase only, and keeps it open under the master key', async () => {
    const privateKey = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      publicKeyEncoding: { type: 'pkcs1', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs1', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'open sesame' },
    }).privateKey;
    expect(await take({ privateKey }, 422)).toMatchObject({ code: 'identity_encrypted', origin: 'operator' });
    expect(await take({ privateKey, passphrase: 'wrong' }, 422)).toMatchObject({ code: 'identity_passphrase_wrong' });
    expect(await take({ privateKey, passphrase: 'open sesame' })).toMatchObject({ keyType: 'ssh-rsa' });
    expect(await take({ privateKey: 'no key' }, 422)).toMatchObject({ code: 'identity_unreadable' });
    expect(said).not.toContain('open sesame');
  });

  it('makes a key once; two who ask at the same time get the same', async () => {
    const [first, second] = await Promise.all([make('made'), make('made')]);
    expect(first).toEqual(second);
    expect(first).toMatchObject({ generated: true, publicKey: expect.stringMatching(/ joulefleet-made$/) as string });
    expect(await make('lab', 409)).toMatchObject({ code: 'identity_exists' });
  });

  it('lists by pages, and forgets what no device needs', async () => {
    const first = await ask<IdentityList>('GET', '/v1/identities?limit=1', 200);
    const rest = await ask<IdentityList>('GET', `/v1/identities?cursor=${first.nextCursor}`, 200);
    expect([...first.identities, ...rest.identities].map(({ name }) => name)).toEqual(await names());
    const device = await lab.enroll(lab.twins[0]!);
    expect(await ask('DELETE', `/v1/identities/${device.identity}`, 409)).toMatchObject({
      code: 'identity_used',
      detail: expect.stringContaining('nano') as string,
    });
    await ask('DELETE', '/v1/identities/made', 204);
    expect(await names()).not.toContain('made');
    expect(await ask('DELETE', '/v1/identities/made', 404)).toMatchObject({ code: 'identity_unknown' });
  });

  it('audits what was taken in, made and removed', async () => {
    const { entries } = await ask<AuditList>('GET', '/v1/audit?subject=identity', 200);
    const told = entries.map(({ action, subjectId, actor }) => `${actor} ${action} ${subjectId}`);
    expect(told).toEqual(
      expect.arrayContaining([
        'admin identity.import lab',
        'admin identity.generate made',
        'admin identity.remove made',
      ]),
    );
    expect(told.filter((line) => line === 'admin identity.import lab')).toHaveLength(1);
  });

  it('shows no private key in any answer, nor keeps one readable', async () => {
    for (const path of ['/v1/identities', '/v1/devices', '/v1/devices/nano', '/v1/devices/nano/events', '/v1/audit']) {
      await ask('GET', path, 200);
    }
    const secrets = [key.privateKey, readFileSync(lab.identityFile, 'utf8')].map(bodyOf);
    for (const secret of secrets) {
      expect(secret.length).toBeGreaterThan(200);
      expect(said).not.toContain(secret);
      // Its last third is the part that nobody may see.
      expect(said).not.toContain(secret.slice(-100, -60));
    }
    expect(said).not.toContain('PRIVATE KEY-----');
    expect(said).not.toMatch(/sealed|masterKey/i);
    const rows = await queryOnce<{ sealed: Buffer }>(lab.databaseUrl, 'SELECT sealed FROM identity');
    expect(rows.length).toBeGreaterThan(2);
    for (const { sealed } of rows) expect(sealed.toString('latin1')).not.toMatch(/PRIVATE KEY|openssh-key/);
  });
});

it('writes no private key into the log, whatever goes wrong', async () => {
  let logged = '';
  const logTo = { write: (text: string) => void (logged += text) };
  const lab = await startLab({ twins: ['jetson-nano'], controller: { watch: false, logLevel: 'trace', logTo } });
  const key = generateKeyPair('x').privateKey;
  const own = readFileSync(lab.identityFile, 'utf8');
  try {
    await lab.enroll(lab.twins[0]!);
    await lab.call('POST', '/v1/identities/import', { privateKey: key, name: 'Not A Name' });
    await lab.call('POST', '/v1/identities/import', { privateKey: `${key}broken` });
    await lab.call('POST', '/v1/identities/import', { privateKey: key });
    expect(await lab.call('POST', '/v1/devices/nano/check')).toMatchObject({ status: 200 });
    const sealed = await queryOnce(lab.databaseUrl, `UPDATE identity SET sealed = '\\x00' RETURNING id`);
    expect(sealed).toHaveLength(2);
    expect(await lab.call('POST', '/v1/devices/nano/check')).toMatchObject({ body: { code: 'secret_damaged' } });
    await queryOnce(lab.databaseUrl, `UPDATE identity SET master_key_id = 'another'`);
    expect(await lab.call('POST', '/v1/devices/nano/check')).toMatchObject({ body: { code: 'master_key_wrong' } });
  } finally {
    await lab.stop();
  }
  expect(logged).toContain('enrolled nano');
  const secret = [key, own].flatMap((text) =>
    text.split('\n').filter((line) => line.length > 40 && !line.includes(' ')),
  );
  expect(secret.length).toBeGreaterThan(6);
  for (const line of secret) expect(logged).not.toContain(line);
});

describe('devices of an older version', () => {
  const folder = mkdtempSync(join(tmpdir(), 'jf-adopt-'));
  const masterKey = toMasterKey(Buffer.alloc(32, 5));
  let database: Database;

  beforeAll(async () => (database = openDatabase((await createTestDatabase()).url)));
  afterAll(async () => {
    await database.close();
    rmSync(folder, { recursive: true });
  });

  async function seed(name: string, identityFile: string): Promise<void> {
    const { id } = await seedDevice(database, name);
    await database.pool.query(`UPDATE device SET identity_file = $2 WHERE id = $1`, [id, identityFile]);
  }

  it('get their keys from the files, each key once; one whose file is of no use is taken out with the reason', async () => {
    const { privateKey } = generateKeyPair('old');
    const encrypted = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      publicKeyEncoding: { type: 'pkcs1', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs1', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'p' },
    }).privateKey;
    for (const [name, text] of Object.entries({ good: privateKey, encrypted })) writeFileSync(join(folder, name), text);
    await seed('a', join(folder, 'good'));
    await seed('b', join(folder, 'good'));
    await seed('gone', join(folder, 'nothing'));
    await seed('locked', join(folder, 'encrypted'));
    expect(await adoptIdentities({ database, masterKey })).toEqual(['gone', 'locked']);

    const [a, b] = [(await findDevice(database, 'a'))!, (await findDevice(database, 'b'))!];
    expect(a).toMatchObject({ availability: 'ready', identityFile: null, identityId: b.identityId });
    expect(sshTargetOf(masterKey, a).privateKey.toString()).toBe(privateKey);
    const gone = (await findDevice(database, 'gone'))!;
    expect(gone).toMatchObject({ availability: 'quarantined', health: 'bad' });
    expect(gone.reason).toMatchObject({ message: expect.stringMatching(/nothing: there is no such file/) as string });
    const locked = await findDevice(database, 'locked');
    expect(locked!.reason).toMatchObject({ message: expect.stringMatching(/encrypted/) as string });
    expect(() => sshTargetOf(masterKey, gone)).toThrow(expect.objectContaining({ code: 'identity_missing' }) as Error);

    writeFileSync(join(folder, 'nothing'), privateKey);
    expect(await adoptIdentities({ database, masterKey })).toEqual(['locked']);
    expect((await findDevice(database, 'gone'))!.identityId).toBe(a.identityId);
  });

  it('are left as they are when the controller fails, which tries again and then says so', async () => {
    writeFileSync(join(folder, 'fresh'), generateKeyPair('new').privateKey);
    await seed('fine', join(folder, 'fresh'));
    await claimSealing(database.pool, masterKey.id);
    const other = toMasterKey(Buffer.alloc(32, 6));
    const failing = adoptIdentities({ database, masterKey: other });
    await expect(failing).rejects.toMatchObject({ code: 'master_key_wrong' });
    expect(await findDevice(database, 'fine')).toMatchObject({ availability: 'ready', reason: null, identityId: null });

    // The database refuses for a moment.
    await database.pool.query('ALTER TABLE identity RENAME TO hidden');
    const back = sleep(600).then(() => database.pool.query('ALTER TABLE hidden RENAME TO identity'));
    expect(await adoptIdentities({ database, masterKey })).toEqual(['locked']);
    await back;
    expect(await findDevice(database, 'fine')).toMatchObject({ availability: 'ready', identityFile: null });
  });
});
