import type { NoticeList, NoticeTargetList, NoticeView, Problem } from '@joulefleet/contracts';
import { parseAllowedHost } from '@joulefleet/core';
import type { NoticeOptions } from '@joulefleet/notices';
import { startLab, type Lab } from '../../testkit/lab';
import { queryOnce } from '../../testkit/service-client';

/** Everything at once, and given up within a second. */
export const FAST: Partial<NoticeOptions> = {
  hosts: [parseAllowedHost('127.0.0.1')!],
  retry: { firstMs: 20, maxMs: 100, giveUpAfterMs: 600_000 },
  ...{ pollMs: 50, connectMs: 400, greetingMs: 200, answerMs: 400, attemptMs: 900, judgeMs: 0 },
};

export interface NoticeLab extends Lab {
  sql<T extends object = object>(text: string): Promise<T[]>;
  /** Adds a target; schedules and whatever else is given. */
  add(body: object): Promise<{ status: number; body: Problem & { to: string } }>;
  test(name: string): Promise<NoticeView>;
  log(target?: string): Promise<NoticeView[]>;
  targets(): Promise<NoticeTargetList['targets']>;
  /** Stores a night of a schedule that is over, so many days after the first. Others than those of `more` end as `resolver_failed`. */
  addNight(
    schedule: string,
    day: number,
    more?: { endReason?: string; skipped?: string; underTest?: string },
  ): Promise<void>;
}

/** A lab without devices, with the schedule `nightly` and one beside it. */
export async function startNoticeLab(notices: Partial<NoticeOptions> = FAST): Promise<NoticeLab> {
  const lab = await startLab({ twins: [], controller: { notices, watch: false } });
  const sql = <T extends object>(text: string) => queryOnce<T>(lab.databaseUrl, text);
  for (const name of ['nightly', 'other']) {
    await sql(
      `INSERT INTO schedule (id, name, owner_id, source, cron, zone, overlap, priority, decided_until)
       SELECT gen_random_uuid(), '${name}', id, 'name: x', '0 22 * * *', 'Europe/Berlin', 'skip', 0, now() FROM account LIMIT 1`,
    );
  }
  const log = async (target?: string) => {
    const query = target === undefined ? '' : `?target=${target}`;
    return ((await lab.call('GET', `/v1/notices${query}`)).body as NoticeList).notices;
  };
  return {
    ...lab,
    ...{ sql, log },
    add: async (body) =>
      (await lab.call('POST', '/v1/notice-targets', body)) as { status: number; body: Problem & { to: string } },
    test: async (name) => (await lab.call('POST', `/v1/notice-targets/${name}/test`)).body as NoticeView,
    targets: async () => ((await lab.call('GET', '/v1/notice-targets')).body as NoticeTargetList).targets,
    addNight: async (schedule, day, { endReason = 'resolver_failed', skipped, underTest } = {}) => {
      const tick = `timestamptz '2026-03-01 21:00Z' + ${day} * interval '1 day'`;
      const ended = skipped === undefined ? `now(), '${endReason}', NULL` : `NULL, NULL, '${skipped}'`;
      await sql(
        `INSERT INTO schedule_tick (schedule_id, tick, last_tick, count, ended_at, end_reason, skipped, detail, under_test)
         SELECT id, ${tick}, ${tick}, 1, ${ended}, 'exit code 4: <b>no</b> checkout', ${underTest === undefined ? 'NULL' : `'${underTest}'`}
         FROM schedule WHERE name = '${schedule}'`,
      );
    },
  };
}
