import { Inject, Injectable, Logger } from '@nestjs/common';
import { CampaignActions, CampaignsService } from '@joulefleet/campaigns';
import { fillUnderTest, parseCampaignFile, underTestParameters } from '@joulefleet/contracts';
import type { Cell } from '@joulefleet/core';
import {
  changeNight,
  DATABASE,
  insertMeasuredAgain,
  readTurnTrials,
  type Database,
  type Queryable,
  type Rematch,
  type StoredNight,
  type StoredSchedule,
} from '@joulefleet/store';
import { actorOf, isOwnerDisabled, ownerOf } from '../schedule-owner';
import { BLOCK_EXECUTIONS, chooseRematches } from './choose-rematches';
import { judgeRematch, type JudgedRematch } from './judge-rematch';
import { judgeSchedule } from './judge-schedule';
import { NightCells } from './night-cell';
import { nightOrder } from './night-order';
import { repetitionsOf } from './plan-turns';

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
      const rematches = await this.choose(schedule, night);
      if (rematches.length > 0) return await this.launch(schedule, night, rematches);
      await changeNight(this.database.pool, schedule.id, night.tickMs, { checked: true });
    } catch (error) {
      const detail = `nothing was measured again: ${(error as Error).message}`;
      this.logger.error({ schedule: schedule.name }, detail);
      await changeNight(this.database.pool, schedule.id, night.tickMs, { checked: true, detail });
    }
  }

  /** Stops what is measured again once all of it is decided, or where the night is to end. */
  async look(schedule: StoredSchedule, night: StoredNight, campaignId: string, isOver: boolean): Promise<void> {
    const results = isOver ? [] : await this.results(schedule, night.rematches, campaignId);
    if (results.some(({ state }) => state === 'undecided')) return;
    await this.actions.act(ownerOf(schedule), actorOf(schedule), campaignId, 'stop');
  }

  /** Stores what measuring again has decided; the rest stays suspected, and the next nights decide. */
  async record(db: Queryable, schedule: StoredSchedule, { tickMs, again, rematches }: StoredNight): Promise<void> {
    if (!again) return;
    const results = await this.results(schedule, rematches, again.id);
    for (const [i, { kind, key, metric, direction }] of rematches.entries()) {
      const { state, difference, observations } = results[i]!;
      if (state === 'undecided') continue;
      const outcome = state === 'confirmed' ? 'differ' : 'alike';
      const found = { outcome, shift: direction * difference, executions: BLOCK_EXECUTIONS * observations } as const;
      await insertMeasuredAgain(db, schedule.id, { tickMs, kind, key, metric, ...found });
    }
  }

  private async choose(schedule: StoredSchedule, { tickMs }: StoredNight): Promise<Rematch[]> {
    if (underTestParameters(schedule.source).length === 0 || isOwnerDisabled(schedule)) return [];
    return chooseRematches(await judgeSchedule(this.database, schedule, tickMs));
  }

  private async launch(schedule: StoredSchedule, night: StoredNight, rematches: Rematch[]): Promise<void> {
    const [{ former, present }] = rematches as [Rematch];
    const parsed = parseCampaignFile(schedule.source, 'campaign.yaml');
    const name = `${parsed.ok ? parsed.spec.name : schedule.name}, measured again`;
    const inTurn = { name, repetitions: repetitionsOf(rematches) };
    const source = fillUnderTest(schedule.source, [former, present], inTurn);
    const request = { source, sourceName: `file of schedule ${schedule.name}`, dryRun: false };
    const wanted = new Set(rematches.flatMap(({ members }) => members.map(({ cell }) => cell)));
    const cells = new NightCells(underTestParameters(schedule.source));
    const keeps = (cell: Cell, device: string): boolean => wanted.has(cells.plannedOn(device, cell));
    const mark = async (db: Queryable, againId: string): Promise<void> => {
      const change = { checked: true, rematches, againId } as const;
      if (!(await changeNight(db, schedule.id, night.tickMs, change)))
        throw new Error('another controller has done it');
    };
    await this.campaigns.launch(ownerOf(schedule), actorOf(schedule), request, mark, { keeps });
  }

  private async results(
    { source }: StoredSchedule,
    rematches: readonly Rematch[],
    campaignId: string,
  ): Promise<JudgedRematch[]> {
    const trials = await readTurnTrials(this.database, campaignId);
    const cells = new NightCells(underTestParameters(source));
    return rematches.map((rematch) => judgeRematch(rematch, trials, cells));
  }
}
