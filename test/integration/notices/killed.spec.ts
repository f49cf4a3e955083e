import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Client } from 'pg';
import type { NoticeList, NoticeView } from '@joulefleet/contracts';
import { ControllerProcess } from '../../../bench/hygiene/controller-process';
import { createTestDatabase } from '../../testkit/database';
import { createTestRedis, deleteKeys } from '../../testkit/redis';
import { queryOnce } from '../../testkit/service-client';
import { until } from '../../testkit/until';
import { CERTIFICATE_FILE, HookReceiver } from './receivers';

describe('a controller that is killed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'jf-notices-'));
  // Database 2: compiled controllers share a key prefix, and other tests have one at the same time.
  const redisUrl = `${createTestRedis().url}/2`;
  const hooks = new HookReceiver(true);
  let databaseUrl: string;
  let controller: ControllerProcess;
  let lock: Client;

  beforeAll(async () => {
    await hooks.start();
    databaseUrl = (await createTestDatabase()).url;
    const home = join(folder, 'home');
    controller = new ControllerProcess(home, {
      ...{ PATH: process.env.PATH, JOULEFLEET_HOME: home, JOULEFLEET_PORT: '0', JOULEFLEET_LOG_LEVEL: 'silent' },
      ...{ DATABASE_URL: databaseUrl, REDIS_URL: redisUrl, JOULEFLEET_NOTICE_HOSTS: '127.0.0.1' },
      NODE_EXTRA_CA_CERTS: resolve(CERTIFICATE_FILE),
    });
    await controller.start();
    await sql(
      `INSERT INTO schedule (id, name, owner_id, source, cron, zone, overlap, priority, decided_until)
       SELECT gen_random_uuid(), 'nightly', id, 'name: x', '0 22 * * *', 'UTC', 'skip', 0, now() FROM account LIMIT 1`,
    );
    const target = { kind: 'webhook', name: 'ci', url: hooks.url('/ci'), secret: 'a secret of the lab' };
    await controller.call('POST', '/v1/notice-targets', target);
    lock = new Client({ connectionString: databaseUrl });
    await lock.connect();
  }, 120_000);
  afterAll(async () => {
    await lock.end();
    await controller.stop();
    await hooks.stop();
    await deleteKeys({ url: redisUrl, prefix: '{joulefleet}' });
    rmSync(folder, { recursive: true, force: true });
  });

  const sql = <T extends object>(text: string) => queryOnce<T>(databaseUrl, text);
  const addNight = (day: number) =>
    sql(
      `INSERT INTO schedule_tick (schedule_id, tick, last_tick, count, ended_at, end_reason)
       SELECT id, timestamptz '2026-03-0${day} 22:00Z', timestamptz '2026-03-0${day} 22:00Z', 1, now(), 'resolver_failed' FROM schedule`,
    );
  /** Starts the next controller as if what the one before held had run out. */
  const startAgain = async () => {
    await sql(`DELETE FROM leadership`);
    await sql(`UPDATE notice SET due_at = now() WHERE state = 'pending'`);
    await controller.start();
  };
  const notices = async (): Promise<NoticeView[]> => (await controller.call<NoticeList>('GET', '/v1/notices')).notices;

  it('after a digest is stored and before it is sent loses none and sends it once', async () => {
    await lock.query('BEGIN');
    await lock.query('LOCK TABLE notice_attempt IN EXCLUSIVE MODE');
    await addNight(1);
    await until(async () => (await sql(`SELECT 1 FROM notice`)).length === 1);
    await controller.kill();
    await lock.query('ROLLBACK');
    expect(hooks.posts).toEqual([]);
    await startAgain();
    await until(async () => (await notices())[0]?.state === 'sent', { timeoutMs: 30_000 });
    expect(hooks.posts).toHaveLength(1);
    expect((await notices())[0]).toMatchObject({ attempts: 1, tried: [{ sent: true, detail: 'answered 200: ok' }] });
  }, 120_000);

  it('while it sends sends the same again, and records that the first attempt is unknown', async () => {
    hooks.answer('/ci', 'hang', { status: 200 });
    await addNight(2);
    await until(() => hooks.posts.length === 2, { timeoutMs: 30_000 });
    await controller.kill();
    await startAgain();
    await until(async () => (await notices())[0]?.state === 'sent', { timeoutMs: 30_000 });
    const [notice, ...older] = await notices();
    expect(older).toHaveLength(1);
    expect(notice!.tried.map(({ sent }) => sent)).toEqual([true, false]);
    expect(notice!.tried[1]!.detail).toContain('interrupted: the controller ended before it knew');
    const [first, second] = hooks.posts.slice(1);
    expect(second!.headers['idempotency-key']).toBe(notice!.id);
    expect(second!.headers['idempotency-key']).toBe(first!.headers['idempotency-key']);
    expect(second!.body).toBe(first!.body);
  }, 120_000);
});
