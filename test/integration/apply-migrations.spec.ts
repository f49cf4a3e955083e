import { Pool } from 'pg';
import { applyMigrations } from '../../libs/store/src/migrations/apply-migrations';
import { readMigrations } from '../../libs/store/src/migrations/read-migrations';
import { createTestDatabase } from '../testkit/database';

let pool: Pool;

beforeAll(async () => {
  pool = new Pool({ connectionString: (await createTestDatabase()).url, max: 4 });
});

beforeEach(async () => {
  await pool.query('DROP SCHEMA public CASCADE');
  await pool.query('CREATE SCHEMA public');
});

afterAll(() => pool.end());

async function history(): Promise<unknown[]> {
  const { rows } = await pool.query<object>(
    'SELECT migration_name, checksum, finished_at IS NOT NULL AS finished, applied_steps_count FROM _prisma_migrations',
  );
  return rows;
}

const good = { name: '1_good', sql: 'CREATE TABLE t (a INT); INSERT INTO t VALUES (1);', checksum: 'aa' };
const bad = { name: '2_bad', sql: 'CREATE TABLE u (a INT); SELECT no_such_function();', checksum: 'bb' };

describe('applyMigrations', () => {
  it("applies the product's own migrations once, with the history that prisma migrate expects", async () => {
    const ours = readMigrations();
    expect(await applyMigrations(pool)).toEqual(ours.map(({ name }) => name));
    expect(await history()).toEqual(
      ours.map(({ name, checksum }) => ({ migration_name: name, checksum, finished: true, applied_steps_count: 1 })),
    );
    expect(await applyMigrations(pool)).toEqual([]);
  });

  it('lets several processes start at once', async () => {
    const all = await Promise.all([1, 2, 3].map(() => applyMigrations(pool, [good])));
    expect(all.flat()).toEqual(['1_good']);
    expect((await pool.query('SELECT a FROM t')).rowCount).toBe(1);
  });

  it('leaves nothing of a failed migration behind, and the earlier ones applied', async () => {
    const attempt = applyMigrations(pool, [good, bad]);
    await expect(attempt).rejects.toMatchObject({
      code: 'migration_failed',
      message: expect.stringContaining('2_bad'),
    });
    expect(await history()).toHaveLength(1);
    expect((await pool.query(`SELECT to_regclass('u') AS u`)).rows).toEqual([{ u: null }]);
  });

  it('refuses a migration that was changed after it was applied', async () => {
    await applyMigrations(pool, [good]);
    const changed = { ...good, checksum: 'other' };
    await expect(applyMigrations(pool, [changed])).rejects.toMatchObject({ code: 'migration_changed' });
  });
});
