import { healthView, type HealthView, type Problem } from '@joulefleet/contracts';
import { openDatabase } from '@joulefleet/store';
import { createTestDatabase } from '../../testkit/database';
import { startLab, type Lab } from '../../testkit/lab';
import { queryOnce } from '../../testkit/service-client';
import { until } from '../../testkit/until';

/** Sessions get the settings of their database when they begin: end those that there are. */
const END_SESSIONS = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
  WHERE datname = current_database() AND pid <> pg_backend_pid()`;

describe('a PostgreSQL that answers and refuses', () => {
  let lab: Lab;

  beforeAll(async () => {
    lab = await startLab({ twins: [], controller: { workerName: null, watch: false } });
  });
  afterAll(() => lab.stop());

  const query = (sql: string) => queryOnce(lab.databaseUrl, sql);
  const nameOf = (url: string) => new URL(url).pathname.slice(1);
  const ready = async (): Promise<HealthView & { status: number }> => {
    const response = await fetch(`${lab.controller().url}/v1/health/ready`);
    return { status: response.status, ...healthView.parse(await response.json()) };
  };
  const metrics = async (): Promise<string> => {
    const response = await fetch(`${lab.controller().url}/v1/metrics`, {
      headers: { authorization: `Bearer ${lab.admin.key}` },
    });
    expect(response.status).toBe(200);
    return response.text();
  };
  /** Every write of the API meets it in the same way; this one needs nothing but the database. */
  const addUser = async (name: string) => {
    const { status, body } = await lab.call('POST', '/v1/users', { name, role: 'viewer' });
    return { status, problem: body as Problem };
  };

  it('is not ready while it takes no changes; reading goes on, writing says why, and both come back by themselves', async () => {
    await query(`ALTER DATABASE ${nameOf(lab.databaseUrl)} SET default_transaction_read_only = on`);
    await query(END_SESSIONS);
    // Sessions take a moment to end: a first answer may report that one was closed.
    let health = await ready();
    await until(async () => (health = await ready()).postgres.detail?.includes('in a read-only transaction') ?? false);
    expect(health).toMatchObject({ status: 503, postgres: { ok: false }, redis: { ok: true } });
    expect(health.postgres.remedy).toContain('default_transaction_read_only');
    expect(await metrics()).toContain('joulefleet_service_up{service="postgres"} 0\n');
    expect((await lab.call('GET', '/v1/devices')).status).toBe(200);
    const { status, problem } = await addUser('late');
    expect(status).toBe(503);
    expect(problem).toMatchObject({ code: 'postgres_read_only', transient: true });
    expect(problem.detail).toContain('read-only transaction');

    await queryOnce(
      lab.databaseUrl.replace(/\/[^/]*$/, '/postgres'),
      `ALTER DATABASE ${nameOf(lab.databaseUrl)} RESET ALL`,
    );
    await query('SET default_transaction_read_only = off; ' + END_SESSIONS);
    await until(async () => (await ready()).status === 200);
    expect((await addUser('late')).status).toBe(201);
  });

  it.each([
    ['53100', 'could not extend file: No space left on device', 'postgres_disk_full'],
    ['53200', 'out of memory', 'postgres_out_of_memory'],
    ['58030', 'could not write block 7: Input/output error', 'postgres_failed'],
  ])(
    'is not ready after it refused some write with %s, also while small ones succeed',
    async (code, words, problemCode) => {
      await query(`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN RAISE EXCEPTION '${words}' USING ERRCODE = '${code}'; END $$;
      CREATE TRIGGER refuse BEFORE INSERT ON account EXECUTE FUNCTION refuse()`);
      const { status, problem } = await addUser('nobody');
      await query('DROP TRIGGER refuse ON account; DROP FUNCTION refuse');
      expect(status).toBe(503);
      expect(problem).toMatchObject({ code: problemCode });
      expect(problem.detail).toContain(words);
      const health = await ready();
      expect(health).toMatchObject({ status: 503, postgres: { ok: false, remedy: problem.remedy } });
      expect(health.postgres.detail).toContain(words);
      expect(await metrics()).toContain('joulefleet_service_up{service="postgres"} 0\n');
    },
  );

  it('waits where no connection is free, and takes no more than its share', async () => {
    const { url } = await createTestDatabase();
    const role = `few_${nameOf(url)}`;
    await queryOnce(
      url,
      `CREATE ROLE ${role} LOGIN PASSWORD 'few' CONNECTION LIMIT 3; GRANT ALL ON ALL TABLES IN SCHEMA public TO ${role}`,
    );
    const few = Object.assign(new URL(url), { username: role, password: 'few' }).toString();
    const databases = [openDatabase(few), openDatabase(few)];
    try {
      const work = databases.flatMap(({ pool, prisma }) =>
        Array.from({ length: 20 }, (_, i) => [
          pool.query(`SELECT pg_sleep(0.02), ${i}`),
          prisma.user.findMany(),
        ]).flat(),
      );
      const settled = await Promise.allSettled(work);
      expect(settled.filter(({ status }) => status === 'rejected')).toEqual([]);
    } finally {
      await Promise.all(databases.map((database) => database.close()));
      await queryOnce(url, `DROP OWNED BY ${role}; DROP ROLE ${role}`);
    }
  });
});
