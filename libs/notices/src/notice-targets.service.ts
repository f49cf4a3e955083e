import { Inject, Injectable } from '@nestjs/common';
import { Audit } from '@joulefleet/access';
import type {
  AddNoticeTargetRequest,
  EditNoticeTargetRequest,
  NoticeList,
  NoticeQuery,
  NoticeTargetList,
  NoticeTargetView,
  NoticeView,
  TestDigest,
} from '@joulefleet/contracts';
import { CONTROLLER_CALLER, Fault, isAllowedHost, type Actor } from '@joulefleet/core';
import { requireMasterKey, sealSecret, type MasterKey } from '@joulefleet/platform';
import {
  beginNoticeTest,
  countNotices,
  DATABASE,
  insertNoticeTarget,
  inTransaction,
  listNotices,
  listNoticeTargets,
  listSchedules,
  lockNoticeTarget,
  newId,
  readMasterKeyId,
  readNowMs,
  removeNoticeTarget,
  updateNoticeTarget,
  type Database,
  type StoredTarget,
} from '@joulefleet/store';
import { editTarget } from './edit-target';
import { nextWeekly } from './next-weekly';
import { lostAfterMs, NOTICE_MASTER_KEY, NOTICE_OPTIONS, type NoticeOptions } from './notice-options';
import { NoticeSender } from './notice-sender';
import { noticeView, targetView } from './notice-views';
import { divideTarget, openTarget } from './target-settings';

/** The targets of notices. What is secret comes in and never goes out. */
@Injectable()
export class NoticeTargets {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(NOTICE_MASTER_KEY) private readonly masterKey: MasterKey,
    @Inject(NOTICE_OPTIONS) private readonly options: NoticeOptions,
    private readonly sender: NoticeSender,
    private readonly audit: Audit,
  ) {}

  /**
   * @throws Fault `notice_target_exists`, `notice_target_invalid`, `notice_host_refused`, `schedule_unknown`, `zone_unknown` (operator).
   */
  async add(request: AddNoticeTargetRequest, actor: Actor): Promise<NoticeTargetView> {
    const { name, kind, always, weekly, zone } = request;
    const { settings, secret } = divideTarget(request);
    this.requireAllowed(settings);
    const scheduleIds = request.schedules && (await this.idsOf(request.schedules));
    const id = newId();
    const sealed = secret && sealSecret(this.masterKey, id, Buffer.from(JSON.stringify(secret)));
    const nowMs = await readNowMs(this.database.pool);
    const weeks = {
      weeklyFrom: weekly ? new Date(nowMs) : null,
      nextWeeklyAt: weekly ? nextWeekly(zone, nowMs) : null,
    };
    const target = { ...{ id, name, kind, settings, scheduleIds, always, zone }, ...weeks };
    await inTransaction(this.database, async (client) => {
      const row = { ...target, sealed: sealed?.sealed ?? null, masterKeyId: sealed?.masterKeyId ?? null };
      const inserted = await insertNoticeTarget(client, row);
      if (inserted === 'same_name') throw exists(name);
      if (inserted === 'other_master_key') requireMasterKey(this.masterKey, await readMasterKeyId(client));
      const after = { kind, ...settings, schedules: request.schedules, always, weekly, zone };
      await this.audit.record(actor, { action: 'notice.add', subject: 'notice', subjectId: name, after }, client);
    });
    return this.show(await this.find(name));
  }

  /**
   * @throws Fault `notice_target_unknown`, `notice_target_invalid`, `notice_host_refused`, `schedule_unknown`, `zone_unknown` (operator), `master_key_wrong`,
   *   `secret_damaged` (controller).
   */
  async edit(name: string, edit: EditNoticeTargetRequest, actor: Actor): Promise<NoticeTargetView> {
    const scheduleIds = edit.schedules && (await this.idsOf(edit.schedules));
    const names = await this.scheduleNames();
    await inTransaction(this.database, async (client) => {
      const stored = await lockNoticeTarget(client, name);
      if (!stored) throw unknown(name);
      const request = editTarget(stored, openTarget(this.masterKey, stored), edit);
      const { settings, secret } = divideTarget(request);
      this.requireAllowed(settings);
      const { always, weekly, zone } = request;
      const sealed = secret && sealSecret(this.masterKey, stored.id, Buffer.from(JSON.stringify(secret)));
      const updated = await updateNoticeTarget(client, {
        ...{ id: stored.id, settings, always, zone, weeks: weeksOf(stored, request, await readNowMs(client)) },
        ...{ sealed: sealed?.sealed ?? null, masterKeyId: sealed?.masterKeyId ?? null },
        scheduleIds: scheduleIds === undefined ? stored.scheduleIds : scheduleIds,
      });
      if (!updated) requireMasterKey(this.masterKey, await readMasterKeyId(client));
      const { schedules } = targetView(stored, names);
      const before = { ...(stored.settings as object), schedules, always: stored.always, zone: stored.zone };
      const after = {
        ...settings,
        schedules: edit.schedules === undefined ? schedules : edit.schedules,
        always,
        weekly,
        zone,
      };
      const entry = { action: 'notice.edit', subject: 'notice', subjectId: name } as const;
      await this.audit.record(actor, { ...entry, before, after: { ...after, newSecret: hasNewSecret(edit) } }, client);
    });
    return this.show(await this.find(name));
  }

  async list(): Promise<NoticeTargetList> {
    const [names, counts] = [await this.scheduleNames(), await countNotices(this.database)];
    const targets = await listNoticeTargets(this.database);
    return { targets: targets.map((target) => targetView(target, names, counts.get(target.id))) };
  }

  /** Sends a test now, once. @throws Fault `notice_target_unknown` (operator), as all that follow. */
  async test(name: string, actor: Actor): Promise<NoticeView> {
    const target = await this.find(name);
    const digest: TestDigest = { kind: 'test', by: actor.name };
    const text = `${actor.name} asked for this test of the target ${name}. Notices arrive here.`;
    const letter = { targetId: target.id, title: 'Test of notices', text, digest };
    const begun = await beginNoticeTest(this.database, letter, lostAfterMs(this.options));
    await this.audit.record(actor, { action: 'notice.test', subject: 'notice', subjectId: name });
    await this.sender.send(begun);
    const [sent] = await listNotices(this.database, { id: begun.id, limit: 1 });
    if (!sent) throw unknown(name);
    return noticeView(sent);
  }

  async remove(name: string, actor: Actor): Promise<void> {
    await inTransaction(this.database, async (client) => {
      if (!(await removeNoticeTarget(client, name))) throw unknown(name);
      await this.audit.record(actor, { action: 'notice.remove', subject: 'notice', subjectId: name }, client);
    });
  }

  async log({ target, limit }: NoticeQuery): Promise<NoticeList> {
    if (target !== undefined) await this.find(target);
    return { notices: (await listNotices(this.database, { target, limit })).map(noticeView) };
  }

  private async show(target: StoredTarget): Promise<NoticeTargetView> {
    const counts = await countNotices(this.database);
    return targetView(target, await this.scheduleNames(), counts.get(target.id));
  }

  private async find(name: string): Promise<StoredTarget> {
    const [found] = await listNoticeTargets(this.database, name);
    if (!found) throw unknown(name);
    return found;
  }

  private async scheduleNames(): Promise<Map<string, string>> {
    const schedules = await listSchedules(this.database, CONTROLLER_CALLER);
    return new Map(schedules.map(({ id, name }) => [id, name]));
  }

  private async idsOf(names: readonly string[]): Promise<string[]> {
    const idOf = new Map([...(await this.scheduleNames())].map(([id, name]) => [name, id]));
    return names.map((name) => {
      const id = idOf.get(name);
      if (id !== undefined) return id;
      const remedy = 'See `joulefleet schedule list`.';
      throw fault('schedule_unknown', `no schedule is called ${name}`, remedy);
    });
  }

  private requireAllowed({ host, port }: { host: string; port: number }): void {
    if (isAllowedHost(this.options.hosts, host, port)) return;
    const remedy = `Add ${host}:${port} to JOULEFLEET_NOTICE_HOSTS of the controller, and start it again.`;
    throw fault('notice_host_refused', `notices may not be sent to ${host}:${port}`, remedy);
  }
}

/** Null: its summaries stay as they are. */
function weeksOf(
  { zone, nextWeeklyAt, weeklyFrom }: StoredTarget,
  request: Pick<AddNoticeTargetRequest, 'weekly' | 'zone'>,
  nowMs: number,
): Pick<StoredTarget, 'weeklyFrom' | 'nextWeeklyAt'> | null {
  if (!request.weekly) return { weeklyFrom: null, nextWeeklyAt: null };
  if (nextWeeklyAt !== null && zone === request.zone) return null;
  return { weeklyFrom: weeklyFrom ?? new Date(nowMs), nextWeeklyAt: nextWeekly(request.zone, nowMs) };
}

/** Whether something that is kept secret was given; a URL often is a password. */
function hasNewSecret({ url, secret, password }: EditNoticeTargetRequest): boolean {
  return url !== undefined || secret !== undefined || password !== undefined;
}

function exists(name: string): Fault {
  return fault('notice_target_exists', `a target is called ${name}`, 'Choose another name, or remove that one.');
}

function unknown(name: string): Fault {
  return fault('notice_target_unknown', `no target is called ${name}`, 'See `joulefleet notice list`.');
}

function fault(code: string, message: string, remedy: string): Fault {
  return new Fault(message, { code, origin: 'operator', transient: false, remedy });
}
