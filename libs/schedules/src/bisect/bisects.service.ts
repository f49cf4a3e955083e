import { Inject, Injectable } from '@nestjs/common';
import { Audit } from '@joulefleet/access';
import { underTestParameters, type BisectRequest, type NightBisect, type NightBisectList } from '@joulefleet/contracts';
import { scheduleFault, type Actor, type Caller, type Change, type VersionRange } from '@joulefleet/core';
import { Nudges } from '@joulefleet/queue';
import {
  DATABASE,
  insertBisect,
  inTransaction,
  listBisects,
  type Database,
  type NewBisect,
  type StoredSchedule,
} from '@joulefleet/store';
import { changeId } from '../changes/change-id';
import type { JudgedNights } from '../changes/judge-schedule';
import { nameOf } from '../changes/night-changes-view';
import { NightChangesService } from '../changes/night-changes.service';
import { planTurns } from '../changes/plan-turns';
import { findVisibleSchedule } from '../find-visible-schedule';
import { isOwnerDisabled } from '../schedule-owner';
import { bisectView } from './bisect-view';
import { rangeOfVersions } from './range-of-versions';

/** Share of rounds in which versions that are alike are taken to differ. */
const ALPHA = 0.001;

/** Finds out which version made a change that nights show. `BisectRunner` takes the steps. */
@Injectable()
export class Bisects {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly changes: NightChangesService,
    private readonly nudges: Nudges,
    private readonly audit: Audit,
  ) {}

  /** @throws Fault `schedule_unknown`, `change_unknown`, `bisect_versions`, `bisect_impossible`, `bisect_running` (operator). */
  async start(
    caller: Caller,
    actor: Actor,
    { name, id }: { name: string; id: string },
    request: BisectRequest,
  ): Promise<NightBisect> {
    const schedule = await findVisibleSchedule(this.database, caller, name);
    const { judged, change } = await this.changes.find(schedule, id);
    requirePossible(schedule);
    const { nights } = judged;
    const before = nights[change.since - 1]?.underTest ?? null;
    const range = rangeOfVersions(request, { before, since: nights[change.since]!.underTest });
    const bisect = newBisect(change, judged, range, { by: actor.name, versions: request.versions });
    await inTransaction(this.database, async (client) => {
      if (!(await insertBisect(client, schedule.id, bisect))) throw running(name);
      const entry = { action: 'schedule.bisect', subject: 'schedule', subjectId: schedule.name } as const;
      await this.audit.record(actor, { ...entry, after: { change: id, ...request } }, client);
    });
    this.nudges.publish('schedules');
    return (await this.of(schedule, id))[0]!;
  }

  /** @throws Fault `schedule_unknown`, `change_unknown` (operator). */
  async list(caller: Caller, { name, id }: { name: string; id: string }): Promise<NightBisectList> {
    const schedule = await findVisibleSchedule(this.database, caller, name);
    const bisects = await this.of(schedule, id);
    if (bisects.length === 0) await this.changes.find(schedule, id);
    return { bisects };
  }

  /** Those of a change, the newest first. */
  private async of({ id: scheduleId }: StoredSchedule, id: string): Promise<NightBisect[]> {
    const stored = (await listBisects(this.database, scheduleId)).filter((each) => changeId(each) === id);
    return stored.map(bisectView).reverse();
  }
}

function newBisect(
  { flag, flaggedIn, shift }: Change,
  { nights, table }: JudgedNights,
  range: VersionRange,
  request: Pick<NewBisect, 'by' | 'versions'>,
): NewBisect {
  const flaggedMs = nights[flaggedIn]!.tickMs;
  return { ...nameOf(flag), flaggedMs, ...request, range, test: planTurns(flag, { shift, alpha: ALPHA }, table) };
}

function requirePossible(schedule: StoredSchedule): void {
  const { name, source, owner } = schedule;
  if (underTestParameters(source).length === 0) {
    const message = `the campaign file of ${name} does not ask for a version`;
    throw scheduleFault('bisect_impossible', message, 'Give a parameter the level ${underTest} (docs/schedules.md).');
  }
  if (!isOwnerDisabled(schedule)) return;
  const message = `${owner}, the owner of ${name}, is disabled or may no longer launch campaigns`;
  throw scheduleFault('bisect_impossible', message, 'An admin can enable the owner, or give the role back.');
}

function running(name: string): Error {
  const remedy = 'Wait for its end, or stop its campaign: it ends with what is known.';
  return scheduleFault('bisect_running', `a change of ${name} is being bisected`, remedy);
}
