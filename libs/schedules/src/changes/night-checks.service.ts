import { Inject, Injectable, Logger } from '@nestjs/common';
import { CampaignActions, CampaignsService } from '@joulefleet/campaigns';
import { fillUnderTest, parseCampaignFile, underTestParameters } from '@joulefleet/contracts';
import type { Availability, Cell, Health, SiblingDevice } from '@joulefleet/core';
import {
  changeNight,
  DATABASE,
  insertMeasuredAgain,
  listDevices,
  readTurnTrials,
  type Database,
  type DeviceWithLease,
  type Queryable,
  type Rematch,
  type StoredNight,
  type StoredSchedule,
} from '@joulefleet/store';
import { actorOf, isOwnerDisabled, ownerOf } from '../schedule-owner';
import { addSiblings } from './add-siblings';
import { chooseRematches, type ChosenRematch } from './choose-rematches';
import { judgePair, outcomeOf, siblingAwaited, type JudgedPair } from './judge-rematch';
import { judgeSchedule, type JudgedNights } from './judge-schedule';
import { NightCells } from './night-cell';
import { nightOrder } from './night-order';
import { repetitionsOf } from './plan-turns';

/** A device in these measures, or soon will. */
const AT_WORK: ReadonlySet<string> = new Set<Availability>(['ready', 'leased', 'cooling']);

/** What the nights before say about the one that is open: which cells come first, and what of it is measured again. */
@Injectable()
export class NightChecks {
  private readonly logger = new Logger('schedules');

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly campaigns: CampaignsService,
    private readonly actions: CampaignActions,
  ) {}

  /** Rank of each cell in the next night; undefined where the nights cannot be judged: the night goes on without. */
  async order(schedule: StoredSchedule): Promise<((cell: Cell, device: string) => number) | undefined> {
    try {
      return nightOrder(await judgeSchedule(this.database, schedule, null));
    } catch (error) {
      this.logger.error({ schedule: schedule.name }, `the order of cells was not found: ${(error as Error).message}`);
      return undefined;
    }
  }

  /**
   * Judges the open night, and launches a campaign that measures again what was flagged since the version under test changed. Where nothing is to be
   * measured again, or that fails, the night is checked all the same.
   */
  async check(schedule: StoredSchedule, night: StoredNight): Promise<void> {
    try {
      const judged = await this.judge(schedule, night);
      const chosen = judged === null ? [] : chooseRematches(judged);
      if (judged && chosen.length > 0) return await this.launch(schedule, night, judged, chosen);
      await changeNight(this.database.pool, schedule.id, night.tickMs, { checked: true });
    } catch (error) {
      const detail = `nothing was measured again: ${(error as Error).message}`;
      this.logger.error({ schedule: schedule.name }, detail);
      await changeNight(this.database.pool, schedule.id, night.tickMs, { checked: true, detail });
    }
  }

  /** Stops what is measured again once all of it is decided, or where the night is to end. */
  async look(schedule: StoredSchedule, night: StoredNight, campaignId: string, isOver: boolean): Promise<void> {
    if (!isOver && (await this.isOpen(await this.results(schedule, night.rematches, campaignId)))) return;
    await this.actions.act(ownerOf(schedule), actorOf(schedule), campaignId, 'stop');
  }

  /** Stores what measuring again has decided; the rest stays suspected, and the next nights decide. */
  async record(db: Queryable, schedule: StoredSchedule, { tickMs, again, rematches }: StoredNight): Promise<void> {
    if (!again) return;
    const results = await this.results(schedule, rematches, again.id);
    for (const [i, rematch] of rematches.entries()) {
      const { kind, key, metric } = rematch;
      const found = outcomeOf(results[i]!, rematch);
      if (found) await insertMeasuredAgain(db, schedule.id, { tickMs, kind, key, metric, ...found });
    }
  }

  /** Whether a device is waited for; one that went away meanwhile is not, where it is a sibling. */
  private async isOpen(results: readonly JudgedPair[]): Promise<boolean> {
    if (results.some(({ own }) => own.state === 'undecided')) return true;
    const awaited = new Set(results.map(siblingAwaited).filter((device) => device !== null));
    if (awaited.size === 0) return false;
    const devices = await listDevices(this.database);
    return devices.some(({ name, availability }) => awaited.has(name) && AT_WORK.has(availability));
  }

  /** Null: nothing of it can be measured again. */
  private async judge(schedule: StoredSchedule, { tickMs }: StoredNight): Promise<JudgedNights | null> {
    if (underTestParameters(schedule.source).length === 0 || isOwnerDisabled(schedule)) return null;
    return judgeSchedule(this.database, schedule, tickMs);
  }

  private async launch(
    schedule: StoredSchedule,
    night: StoredNight,
    judged: JudgedNights,
    chosen: readonly ChosenRematch[],
  ): Promise<void> {
    const { former, present } = chosen[0]!.rematch;
    const parsed = parseCampaignFile(schedule.source, 'campaign.yaml');
    const name = `${parsed.ok ? parsed.spec.name : schedule.name}, measured again`;
    const inTurn = { name, repetitions: repetitionsOf(chosen.map(({ rematch }) => rematch)) };
    const source = fillUnderTest(schedule.source, [former, present], inTurn);
    const file = { source, sourceName: `file of schedule ${schedule.name}` };
    const cells = new NightCells(underTestParameters(schedule.source));
    const devices = await listDevices(this.database);
    const rematches = await this.campaigns.withPlan(ownerOf(schedule), file, (plan) =>
      Promise.resolve(addSiblings(chosen, judged, { plan, devices: devices.map(siblingDevice), cells })),
    );
    const members = rematches.flatMap((each) => [...each.members, ...(each.sibling?.members ?? [])]);
    const wanted = new Set(members.map(({ cell }) => cell));
    const keeps = (cell: Cell, device: string): boolean => wanted.has(cells.plannedOn(device, cell));
    const mark = async (db: Queryable, againId: string): Promise<void> => {
      const change = { checked: true, rematches, againId } as const;
      if (!(await changeNight(db, schedule.id, night.tickMs, change)))
        throw new Error('another controller has done it');
    };
    await this.campaigns.launch(ownerOf(schedule), actorOf(schedule), { ...file, dryRun: false }, mark, { keeps });
  }

  private async results(
    { source }: StoredSchedule,
    rematches: readonly Rematch[],
    campaignId: string,
  ): Promise<JudgedPair[]> {
    const trials = await readTurnTrials(this.database, campaignId);
    const cells = new NightCells(underTestParameters(source));
    return rematches.map((rematch) => judgePair(rematch, trials, cells));
  }
}

function siblingDevice({ name, deviceClass, availability, health }: DeviceWithLease): SiblingDevice {
  return { name, deviceClass, availability: availability as Availability, health: health as Health };
}
