import { ensureFirstAdmin, resetAdmin } from '@joulefleet/access';
import type { FirstAdmin } from '@joulefleet/contracts';
import { openDatabase, type Database } from '@joulefleet/store';
import { createTestDatabase } from '../../testkit/database';
import { Browser } from '../../testkit/browser';
import { startLab } from '../../testkit/lab';
import { queryOnce } from '../../testkit/service-client';

/** The real cost takes half a second of computing per password. */
const LOW_COST = 2 ** 10;

describe('the first admin', () => {
  let database: Database;
  let url: string;

  beforeEach(async () => {
    ({ url } = await createTestDatabase());
    database = openDatabase(url, { maxConnections: 6 });
  });
  afterEach(() => database.close());

  const users = () => queryOnce<{ name: string; role: string }>(url, 'SELECT name, role FROM account');

  it('is made once, whoever starts at the same time', async () => {
    const kept: FirstAdmin[] = [];
    const made = await Promise.all(
      [1, 2, 3].map(() => ensureFirstAdmin(database, (admin) => kept.push(admin), LOW_COST)),
    );
    expect(made.filter(Boolean)).toHaveLength(1);
    expect(kept).toEqual([
      { name: 'admin', password: expect.stringMatching(/^[\w-]{24}$/), key: expect.stringMatching(/^jf_/) },
    ]);
    expect(await users()).toEqual([{ name: 'admin', role: 'admin' }]);
    expect(await ensureFirstAdmin(database, () => kept.push(), LOW_COST)).toBe(false);
    expect(kept).toHaveLength(1);
  });

  it('is not made when its secrets cannot be kept', async () => {
    const full = new Error('ENOSPC');
    await expect(
      ensureFirstAdmin(
        database,
        () => {
          throw full;
        },
        LOW_COST,
      ),
    ).rejects.toBe(full);
    expect(await users()).toEqual([]);
    expect(await ensureFirstAdmin(database, () => undefined, LOW_COST)).toBe(true);
  });

  it('gets in with its password and its key, and again after a reset that ends its sessions', async () => {
    const lab = await startLab({ twins: [], realPasswordCost: true });
    const own = openDatabase(lab.databaseUrl, { maxConnections: 1 });
    try {
      const browser = new Browser(() => lab.controller().url);
      const logIn = ({ name, password }: FirstAdmin, by = browser) =>
        by.send('POST', '/v1/session', { body: { name, password } });
      expect((await logIn(lab.admin)).status).toBe(200);
      await lab.as('other', 'admin');
      await lab.call('PATCH', '/v1/users/admin', { disabled: true });
      expect((await lab.call('GET', '/v1/whoami')).status).toBe(401);

      const kept: FirstAdmin[] = [];
      await resetAdmin(own, (admin) => kept.push(admin));
      expect((await browser.send('GET', '/v1/whoami')).status).toBe(401);
      expect((await logIn(lab.admin, new Browser(() => lab.controller().url))).status).toBe(401);
      expect((await logIn(kept[0]!)).status).toBe(200);
      const ada = { name: 'ada', role: 'viewer', password: 'a long password' };
      expect((await lab.callWith(kept[0]!.key)('POST', '/v1/users', ada)).status).toBe(201);
      expect(await passwordParameters(lab.databaseUrl)).toEqual(['scrypt$131072$8$1']);
      const call = lab.callWith(kept[0]!.key);
      expect(await call('GET', '/v1/whoami')).toMatchObject({ body: { name: 'admin', role: 'admin' } });
      expect(await call('GET', '/v1/audit?actor=controller')).toMatchObject({
        body: {
          entries: [
            {
              action: 'user.reset-admin',
              subjectId: 'admin',
              before: { role: 'admin' },
              after: { passwordChanged: true },
            },
            { action: 'user.first-admin', subjectId: 'admin' },
          ],
        },
      });
    } finally {
      await own.close();
      await lab.stop();
    }
  });
});

/** How the passwords of all users are hashed. */
async function passwordParameters(url: string): Promise<string[]> {
  const sql = `SELECT DISTINCT substring(password_hash from '^scrypt[$]\\d+[$]\\d+[$]\\d+') AS parameters
    FROM account WHERE password_hash IS NOT NULL`;
  return (await queryOnce<{ parameters: string }>(url, sql)).map(({ parameters }) => parameters);
}
