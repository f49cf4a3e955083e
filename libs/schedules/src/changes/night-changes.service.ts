import { Inject, Injectable } from '@nestjs/common';
import { Audit } from '@joulefleet/access';
import type {
  MarkChangeRequest,
  NightChange,
  NightChanges,
  NightSeriesList,
  NightSeriesQuery,
  NightSeriesView,
} from '@joulefleet/contracts';
import { commandInText, canBeMarked, scheduleFault, type Actor, type Caller, type Change } from '@joulefleet/core';
import {
  DATABASE,
  insertNightMark,
  inTransaction,
  readJudgementStamp,
  readNowMs,
  type Database,
  type StoredSchedule,
} from '@joulefleet/store';
import { findVisibleSchedule } from '../find-visible-schedule';
import { judgeSchedule, type JudgedNights } from './judge-schedule';
import { idOf, nameOf, nightChangesView, nightChangeView } from './night-changes-view';
import { nightSeriesList } from './night-series-list';
import { traceSeries } from './trace-series';

/** Judged nights that are kept, and for how long: figures of a night that is over can change when they are computed again. */
const KEPT = 8;
const KEPT_MS = 60_000;
/** With more values than this they are judged again each time, rather than held in memory. */
const KEPT_VALUES = 2_000_000;

interface Kept {
  stamp: string;
  /** By the monotonic clock. */
  untilMs: number;
  judged: Promise<JudgedNights>;
}

/** What the nights of a schedule show, and what people say of it. */
@Injectable()
export class NightChangesService {
  private readonly kept = new Map<string, Kept>();

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly audit: Audit,
  ) {}

  /** What the nights of a schedule show. @throws Fault `schedule_unknown` (operator), as all that follow. */
  async changes(caller: Caller, name: string): Promise<NightChanges> {
    const schedule = await findVisibleSchedule(this.database, caller, name);
    return nightChangesView(schedule, await this.judge(schedule), await readNowMs(this.database.pool));
  }

  /** What is judged over them. */
  async series(caller: Caller, name: string): Promise<NightSeriesList> {
    const schedule = await findVisibleSchedule(this.database, caller, name);
    return nightSeriesList(schedule, await this.judge(schedule));
  }

  /** @throws Fault `series_unknown` (operator). */
  async points(caller: Caller, name: string, query: NightSeriesQuery): Promise<NightSeriesView> {
    const schedule = await findVisibleSchedule(this.database, caller, name);
    const view = await traceSeries(this.database, schedule, query);
    if (view) return view;
    const remedy = `See what is judged: ${commandInText(`nightly series ${schedule.name}`)}`;
    throw scheduleFault('series_unknown', `nothing that is judged is called ${query.key}`, remedy);
  }

  /** @throws Fault `change_unknown`, `change_decided` (operator). */
  async mark(
    caller: Caller,
    actor: Actor,
    { name, id }: { name: string; id: string },
    request: MarkChangeRequest,
  ): Promise<NightChange> {
    const schedule = await findVisibleSchedule(this.database, caller, name);
    const { judged, change } = await this.find(schedule, id);
    if (!canBeMarked(change.state, request.mark, judged.marks.get(id) ?? [])) throw decided(change, request);
    const { mark, note, link, until } = request;
    const flaggedMs = judged.nights[change.flaggedIn]!.tickMs;
    const untilMs = mark === 'acknowledged' && until !== null ? Date.parse(until) : null;
    await inTransaction(this.database, async (client) => {
      const stored = { ...nameOf(change.flag), flaggedMs, mark, note, link, untilMs, by: actor.name };
      await insertNightMark(client, schedule.id, stored);
      const entry = { action: 'schedule.mark', subject: 'schedule', subjectId: schedule.name } as const;
      await this.audit.record(actor, { ...entry, after: { change: id, ...request } }, client);
    });
    const after = await this.find(schedule, id);
    return nightChangeView(schedule, after.judged, after.change, await readNowMs(this.database.pool));
  }

  /** @throws Fault `change_unknown` (operator). */
  async find(schedule: StoredSchedule, id: string): Promise<{ judged: JudgedNights; change: Change }> {
    const judged = await this.judge(schedule);
    const change = judged.history.changes.find((each) => idOf(each, judged) === id);
    if (change) return { judged, change };
    const remedy = `See ${commandInText(`nightly changes ${schedule.name} --all`)}`;
    throw scheduleFault('change_unknown', `the nights of ${schedule.name} show no change ${id}`, remedy);
  }

  private async judge(schedule: StoredSchedule): Promise<JudgedNights> {
    const { id } = schedule;
    const stamp = await readJudgementStamp(this.database, id);
    const known = this.kept.get(id);
    if (known?.stamp === stamp && known.untilMs > performance.now()) return known.judged;
    const judged = judgeSchedule(this.database, schedule, null);
    this.keep(id, { stamp, judged, untilMs: performance.now() + KEPT_MS });
    const { table } = await judged.catch((error: unknown) => {
      this.kept.delete(id);
      throw error;
    });
    if (table.series.length * table.nights.length > KEPT_VALUES) this.kept.delete(id);
    return judged;
  }

  private keep(id: string, kept: Kept): void {
    this.kept.delete(id);
    this.kept.set(id, kept);
    const [oldest] = this.kept.keys();
    if (this.kept.size > KEPT && oldest !== undefined) this.kept.delete(oldest);
  }
}

function decided({ state }: Change, { mark }: MarkChangeRequest): Error {
  const what = state.replace('_', ' ');
  const message = `a change that is ${what} cannot be marked ${mark}`;
  return scheduleFault('change_decided', message, 'A note can be added, and what a person decided can be reopened.');
}
