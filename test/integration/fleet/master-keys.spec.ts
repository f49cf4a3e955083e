import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keepIdentity } from '@joulefleet/fleet';
import { ensureMasterKey } from '@joulefleet/platform';
import { openDatabase, type Database } from '@joulefleet/store';
import { prepareDatabase } from '../../../apps/controller/src/prepare-database';
import { generateKeyPair } from '../../../apps/twin/src';
import { createTestDatabase } from '../../testkit/database';

describe('the master key of a database', () => {
  const folder = mkdtempSync(join(tmpdir(), 'jf-master-'));
  const [home, other] = [join(folder, 'one'), join(folder, 'two')];
  let url: string;
  let database: Database;

  beforeAll(async () => {
    ({ url } = await createTestDatabase());
    database = openDatabase(url, { maxConnections: 2 });
  });
  afterAll(async () => {
    await database.close();
    rmSync(folder, { recursive: true });
  });

  const start = async (of: string) =>
    (await prepareDatabase(url, { home: of, keySource: { home: of }, workerName: null })).masterKey;
  const keep = (masterKey: Awaited<ReturnType<typeof start>>) =>
    keepIdentity({ database, masterKey }, { privateKey: generateKeyPair('k').privateKey, generated: false });

  it('is made at the first start, and anew as long as nothing is sealed', async () => {
    const first = await start(home);
    writeFileSync(join(home, 'master.key'), '');
    expect((await start(home)).id).not.toBe(first.id);
    await expect(keep(first)).rejects.toMatchObject({ code: 'master_key_wrong' });
  });

  it('is the only one that starts a controller on it once something is sealed', async () => {
    const masterKey = await start(home);
    await keep(masterKey);
    await expect(start(other)).rejects.toMatchObject({ code: 'master_key_missing', origin: 'operator' });
    ensureMasterKey({ home: other }, null);
    const wrong = { code: 'master_key_wrong', message: expect.stringContaining(masterKey.id) as string };
    await expect(start(other)).rejects.toMatchObject(wrong);
    expect((await start(home)).id).toBe(masterKey.id);
  });

  it('is not replaced when it was deleted or damaged', async () => {
    writeFileSync(join(home, 'master.key'), 'c2hvcnQ=\n', { mode: 0o600 });
    await expect(start(home)).rejects.toMatchObject({ code: 'master_key_damaged' });
    rmSync(join(home, 'master.key'));
    const missing = { code: 'master_key_missing', remedy: expect.stringContaining('backup') as string };
    await expect(start(home)).rejects.toMatchObject(missing);
    expect(readdirSync(home)).not.toContain('master.key');
  });
});
