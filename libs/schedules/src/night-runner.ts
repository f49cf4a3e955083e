import { Inject, Injectable, Logger } from '@nestjs/common';
import { CampaignActions, CampaignsService } from '@joulefleet/campaigns';
import { fillUnderTest } from '@joulefleet/contracts';
import { dailyWindowAt, decideNight, Fault, nextNightStep, type NightStep, type ScheduleRule } from '@joulefleet/core';
import {
  changeNight,
  DATABASE,
  findIncomplete,
  inTransaction,
  readOpenNight,
  setPriority,
  type Database,
  type NightChange,
  type Queryable,
  type StoredNight,
  type StoredSchedule,
} from '@joulefleet/store';
import { NightChecks } from './changes/night-checks.service';
import { describeLaunchError } from './describe-launch-error';
import { resolveUnderTest } from './resolve-under-test';
import { actorOf, isOwnerDisabled, ownerOf } from './schedule-owner';
import { RESOLVERS_FOLDER } from './schedules-ports';

/** A launch that could not be made for a passing reason, such as a busy planner, is tried again for so long. */
const LAUNCH_LIMIT_MS = 30 * 60_000;

/** Measuring again takes minutes; it is stopped after so long. */
const AGAIN_LIMIT_MS = 2 * 3_600_000;

/** Nothing is begun as somebody who may not; what runs is still stopped when it is due. */
const OWNER_DISABLED = 'its owner is disabled, or may no longer launch campaigns';

/** Leads the open night of a schedule to its end, a step at a time. Each step is stored, and may be taken again after a crash. */
@Injectable()
export class NightRunner {
  private readonly logger = new Logger('schedules');

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(RESOLVERS_FOLDER) private readonly resolversFolder: string | null,
    private readonly campaigns: CampaignsService,
    private readonly actions: CampaignActions,
    private readonly checks: NightChecks,
  ) {}

  /** Takes the next step of the open night. True: another may follow at once. */
  async advance(schedule: StoredSchedule, rule: ScheduleRule, nowMs: number): Promise<boolean> {
    const night = await readOpenNight(this.database, schedule.id);
    if (!night) return false;
    const resolved = night.resolved || schedule.resolver === null;
    const incomplete = resolved && !night.continued ? await this.findIncomplete(schedule, night) : null;
    const due = decideNight(rightOf(rule, night), night, nowMs);
    const step = nextNightStep({ ...night, resolved, incomplete }, due);
    if (step.kind === 'wait') return false;
    await this.take(step, schedule, night, nowMs);
    return step.kind === 'resolve' || step.kind === 'continue' || step.kind === 'check';
  }

  private async take(step: NightStep, schedule: StoredSchedule, night: StoredNight, nowMs: number): Promise<void> {
    if (step.kind === 'end') return this.end(schedule, night, { endReason: step.reason });
    if (step.kind === 'check') return this.checks.check(schedule, night);
    if (step.kind === 'look') return this.look(step, schedule, night, nowMs);
    if (step.kind !== 'stop' && isOwnerDisabled(schedule)) {
      return this.end(schedule, night, { endReason: 'launch_failed', detail: OWNER_DISABLED });
    }
    if (step.kind === 'resolve') return this.resolve(schedule, night);
    if (step.kind === 'stop') {
      await this.change(schedule, night, { stoppedFor: step.reason });
      await this.actions.act(ownerOf(schedule), actorOf(schedule), step.campaignId, 'stop');
      return;
    }
    if (step.kind === 'continue') {
      const mark = (db: Queryable): Promise<void> =>
        this.require(schedule, night, { continuedId: step.campaignId }, db);
      await this.actions.fill(ownerOf(schedule), actorOf(schedule), step.campaignId, mark);
      return;
    }
    await this.launch(schedule, night, nowMs);
  }

  /** A device that is away holds up no night for longer than measuring again may take. */
  private look(
    { campaignId, stop }: NightStep & { kind: 'look' },
    schedule: StoredSchedule,
    night: StoredNight,
    nowMs: number,
  ): Promise<void> {
    const isLate = nowMs >= (night.checkedMs ?? nowMs) + AGAIN_LIMIT_MS;
    return this.checks.look(schedule, night, campaignId, stop || isLate);
  }

  private async resolve(schedule: StoredSchedule, night: StoredNight): Promise<void> {
    const about = { schedule: schedule.name, tickMs: night.tickMs };
    try {
      const underTest = await resolveUnderTest(this.resolversFolder, schedule.resolver!, about);
      await this.change(schedule, night, { underTest, resolved: true });
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      await this.end(schedule, night, { endReason: 'resolver_failed', detail: error.message });
    }
  }

  private async launch(schedule: StoredSchedule, night: StoredNight, nowMs: number): Promise<void> {
    const { name, priority } = schedule;
    const request = { source: fileOf(schedule, night), sourceName: `file of schedule ${name}`, dryRun: false };
    const mark = async (db: Queryable, launchedId: string): Promise<void> => {
      await this.require(schedule, night, { launchedId }, db);
      if (priority !== 0) await setPriority(db, launchedId, priority);
    };
    try {
      const rankOf = await this.checks.order(schedule);
      await this.campaigns.launch(ownerOf(schedule), actorOf(schedule), request, mark, rankOf ? { rankOf } : {});
    } catch (error) {
      const passing = !(error instanceof Fault) || error.transient;
      if (passing && nowMs < night.startedMs + LAUNCH_LIMIT_MS) throw error;
      await this.end(schedule, night, { endReason: 'launch_failed', detail: describeLaunchError(error as Error) });
    }
  }

  private async end(schedule: StoredSchedule, night: StoredNight, change: NightChange): Promise<void> {
    const ended = await inTransaction(this.database, async (client) => {
      await this.checks.record(client, schedule, night);
      return changeNight(client, schedule.id, night.tickMs, change);
    });
    if (!ended) return;
    const { endReason: reason, detail } = change;
    this.logger.log({ schedule: schedule.name, reason, detail }, `a night of ${schedule.name} is over: ${reason}`);
  }

  /** The file that it left incomplete was filled as this night's is. */
  private findIncomplete(schedule: StoredSchedule, night: StoredNight): Promise<string | null> {
    return findIncomplete(this.database, { ...schedule, source: fileOf(schedule, night) }, night);
  }

  private change({ id }: StoredSchedule, { tickMs }: StoredNight, change: NightChange): Promise<boolean> {
    return changeNight(this.database.pool, id, tickMs, change);
  }

  /** Rolls the surrounding transaction back where another controller was first. */
  private async require(
    { id }: StoredSchedule,
    { tickMs }: StoredNight,
    change: NightChange,
    db: Queryable,
  ): Promise<void> {
    if (!(await changeNight(db, id, tickMs, change))) throw new Error('another controller has taken this step');
  }
}

/** A night that was started by hand while the window is closed is not held by it. */
function rightOf(rule: ScheduleRule, { triggeredBy, startedMs }: StoredNight): ScheduleRule {
  const outside = rule.window && !dailyWindowAt(rule.window, rule.zone, startedMs);
  return triggeredBy !== null && outside ? { ...rule, window: null } : rule;
}

/** The campaign file of a night: what is under test stands where the file asks for it. */
function fileOf({ source }: StoredSchedule, { underTest }: StoredNight): string {
  return underTest === null ? source : fillUnderTest(source, [underTest]);
}
