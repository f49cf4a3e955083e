import { Inject, Injectable, Logger } from '@nestjs/common';
import { Audit } from '@joulefleet/access';
import { CampaignActions, CampaignsService } from '@joulefleet/campaigns';
import {
  underTestParameters,
  type AddScheduleRequest,
  type EditScheduleRequest,
  type HistoryQuery,
  type NightList,
  type NightlyReport,
  type PreviewScheduleRequest,
  type ScheduleFileView,
  type ScheduleList,
  type SchedulePreview,
  type ScheduleView,
} from '@joulefleet/contracts';
import { hasEnded, scheduleFault, type Actor, type Caller, type Principal } from '@joulefleet/core';
import { checkProgram } from '@joulefleet/platform';
import { Nudges } from '@joulefleet/queue';
import {
  DATABASE,
  insertSchedule,
  insertTriggered,
  inTransaction,
  listSchedules,
  listTickRecords,
  pauseSchedule,
  readNowMs,
  readOpenNight,
  removeSchedule,
  updateSchedule,
  type Database,
  type ScheduleSettings,
  type StoredSchedule,
} from '@joulefleet/store';
import { findVisibleSchedule } from './find-visible-schedule';
import { RESOLVER } from './resolve-under-test';
import { requireStarts, ruleOf, settingsOf, type WrittenRule } from './schedule-rule';
import { ownerOf } from './schedule-owner';
import { nextStarts, nightView, scheduleView } from './schedule-view';
import { RESOLVERS_FOLDER } from './schedules-ports';

/** What people do with schedules. Who neither owns one nor is an admin hears that there is none. */
@Injectable()
export class Schedules {
  private readonly logger = new Logger('schedules');

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(RESOLVERS_FOLDER) private readonly resolversFolder: string | null,
    private readonly nudges: Nudges,
    private readonly campaigns: CampaignsService,
    private readonly actions: CampaignActions,
    private readonly audit: Audit,
  ) {}

  /**
   * Adds a schedule that launches as the caller. Its file is planned once, so that what is wrong is found now.
   * @throws Fault `schedule_exists`, those of the rule (operator); BadCampaign; TooMany `planner_busy`.
   */
  async add(caller: Principal, actor: Actor, request: AddScheduleRequest): Promise<ScheduleView> {
    const { name, sourceName, ...rule } = request;
    const settings = settingsOf(rule) as ScheduleSettings;
    await this.check(caller, { ...settings, ...rule }, sourceName);
    await inTransaction(this.database, async (client) => {
      if (!(await insertSchedule(client, { name, ownerId: caller.userId!, ...settings }))) throw exists(name);
      const after = withoutFile(rule);
      await this.audit.record(actor, { action: 'schedule.add', subject: 'schedule', subjectId: name, after }, client);
    });
    this.logger.log({ schedule: name, by: actor.name }, `added ${name}`);
    return this.show(caller, name);
  }

  async list(caller: Caller): Promise<ScheduleList> {
    const nowMs = await readNowMs(this.database.pool);
    return { schedules: (await listSchedules(this.database, caller)).map((each) => scheduleView(each, nowMs)) };
  }

  /** @throws Fault `schedule_unknown` (operator), as all that follow. */
  async show(caller: Caller, name: string): Promise<ScheduleView> {
    return scheduleView(await this.find(caller, name), await readNowMs(this.database.pool));
  }

  async file(caller: Caller, name: string): Promise<ScheduleFileView> {
    const { source } = await this.find(caller, name);
    return { name, source };
  }

  /** Changes what is given. @throws as `add`. */
  async edit(caller: Principal, actor: Actor, name: string, request: EditScheduleRequest): Promise<ScheduleView> {
    const schedule = await this.find(caller, name);
    const { sourceName, ...rule } = request;
    const changes = settingsOf(rule);
    const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
    await this.check(caller, { ...schedule, ...given }, 'source' in given ? sourceName : null);
    await inTransaction(this.database, async (client) => {
      await updateSchedule(client, schedule.id, changes);
      const after = withoutFile(rule);
      await this.audit.record(actor, { action: 'schedule.edit', subject: 'schedule', subjectId: name, after }, client);
    });
    this.nudges.publish('schedules');
    return this.show(caller, name);
  }

  async pause(caller: Caller, actor: Actor, name: string, paused: boolean): Promise<ScheduleView> {
    const { id } = await this.find(caller, name);
    await inTransaction(this.database, async (client) => {
      if (!(await pauseSchedule(client, id, paused))) return;
      const action = paused ? 'schedule.pause' : 'schedule.resume';
      await this.audit.record(actor, { action, subject: 'schedule', subjectId: name }, client);
    });
    return this.show(caller, name);
  }

  /** Starts a night now. @throws Fault `schedule_running` (operator). */
  async trigger(caller: Caller, actor: Actor, name: string): Promise<ScheduleView> {
    const { id } = await this.find(caller, name);
    await inTransaction(this.database, async (client) => {
      if (!(await insertTriggered(client, id, actor.name))) throw running(name);
      await this.audit.record(actor, { action: 'schedule.trigger', subject: 'schedule', subjectId: name }, client);
    });
    this.nudges.publish('schedules');
    return this.show(caller, name);
  }

  /** Removes it with the record of its nights; its campaigns stay, and one that runs for it is stopped. */
  async remove(caller: Caller, actor: Actor, name: string): Promise<void> {
    const schedule = await this.find(caller, name);
    const night = await readOpenNight(this.database, schedule.id);
    const current = night?.again ?? night?.launched ?? night?.continued;
    if (current && !hasEnded(current.state)) await this.actions.act(ownerOf(schedule), actor, current.id, 'stop');
    await inTransaction(this.database, async (client) => {
      await removeSchedule(client, schedule.id);
      await this.audit.record(actor, { action: 'schedule.remove', subject: 'schedule', subjectId: name }, client);
    });
  }

  /** When a schedule would start. @throws Fault those of the rule (operator). */
  async preview({ cron, zone, window }: PreviewScheduleRequest): Promise<SchedulePreview> {
    const nowMs = await readNowMs(this.database.pool);
    const { windowFrom = null, windowTo = null } = settingsOf({ window });
    const rest = { missedUntil: null, overlap: 'skip', budgetMs: null } as const;
    const rule = ruleOf({ cron, zone, windowFrom, windowTo, ...rest }, nowMs);
    requireStarts(rule, nowMs);
    return { next: nextStarts(rule, nowMs) };
  }

  async history(caller: Caller, name: string, range: HistoryQuery): Promise<NightList> {
    const schedule = await this.find(caller, name);
    const records = await listTickRecords(this.database, schedule.id, range);
    return { nights: records.map((record) => nightView(schedule, record)) };
  }

  /** The last night of each schedule that the caller may see. */
  async report(caller: Caller): Promise<NightlyReport> {
    const nights: NightlyReport['nights'] = [];
    for (const schedule of await listSchedules(this.database, caller)) {
      const [last] = await listTickRecords(this.database, schedule.id, { limit: 1 });
      nights.push({ schedule: schedule.name, night: last ? nightView(schedule, last) : null });
    }
    return { nights };
  }

  private async check(caller: Principal, settings: ScheduleSettings, sourceName: string | null): Promise<void> {
    const nowMs = await readNowMs(this.database.pool);
    requireStarts(ruleOf(settings, nowMs), nowMs);
    if (settings.resolver !== null) await checkProgram(RESOLVER, this.resolversFolder, settings.resolver);
    else if (underTestParameters(settings.source).length > 0) throw nobodySays();
    if (sourceName === null) return;
    await this.campaigns.withPlan(caller, { source: settings.source, sourceName }, async ({ strategy }) => {
      if (strategy.name === 'search') throw searches();
    });
  }

  private find(caller: Caller, name: string): Promise<StoredSchedule> {
    return findVisibleSchedule(this.database, caller, name);
  }
}

/** For the audit log: files are long, and stored with the campaigns that they launch. */
function withoutFile({ source, ...rule }: WrittenRule): object {
  return source === undefined ? rule : { ...rule, file: 'changed' };
}

function exists(name: string): Error {
  return scheduleFault('schedule_exists', `a schedule is called ${name}`, 'Choose another name, or edit that one.');
}

function nobodySays(): Error {
  const message = 'the campaign file asks for ${underTest}, and the schedule has no resolver';
  return scheduleFault('resolver_needed', message, 'Name the resolver that prints it: --resolver NAME.');
}

function searches(): Error {
  const message = 'the campaign file searches for the best cell: its nights would not measure the same cells';
  return scheduleFault('schedule_searches', message, 'Give the schedule a sweep, and launch the search by itself.');
}

function running(name: string): Error {
  return scheduleFault('schedule_running', `a night of ${name} is open`, 'Wait for its end, or stop its campaign.');
}
