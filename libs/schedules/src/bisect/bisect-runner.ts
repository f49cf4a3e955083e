import { Inject, Injectable, Logger } from '@nestjs/common';
import { CampaignActions, CampaignsService } from '@joulefleet/campaigns';
import { fillUnderTest, parseCampaignFile, underTestParameters } from '@joulefleet/contracts';
import {
  Fault,
  hasEnded,
  judgeVersions,
  narrowRange,
  scheduleFault,
  spreadVersions,
  type Cell,
  type JudgedVersions,
} from '@joulefleet/core';
import { describeBisect } from '@joulefleet/figures';
import {
  closeBisectRound,
  DATABASE,
  failBisect,
  insertNightMark,
  inTransaction,
  openBisectRound,
  readOpenBisect,
  readTurnTrials,
  type BisectRoundEnd,
  type Database,
  type Queryable,
  type StoredBisect,
  type StoredSchedule,
} from '@joulefleet/store';
import { NightCells } from '../changes/night-cell';
import { repetitionsOf } from '../changes/plan-turns';
import { turnBlocks } from '../changes/turn-blocks';
import { describeLaunchError } from '../describe-launch-error';
import { actorOf, isOwnerDisabled, ownerOf } from '../schedule-owner';
import { bisectView } from './bisect-view';

/** A launch that fails for a passing reason, such as a busy planner, is tried again for so long. */
const LAUNCH_LIMIT_MS = 30 * 60_000;
/** A round that accepts no trial for so long, because a device is away, is stopped. */
const STALLED_MS = 2 * 3_600_000;

const OWNER_DISABLED = 'the owner of the schedule is disabled, or may no longer launch campaigns';
const STOPPED = 'the campaign of a round was ended before it was decided';
const STALLED = 'no trial was accepted for two hours';

/** Leads the open bisection of a schedule to its end, a step at a time. Each step is stored, and may be taken again after a crash. */
@Injectable()
export class BisectRunner {
  private readonly logger = new Logger('schedules');

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly campaigns: CampaignsService,
    private readonly actions: CampaignActions,
  ) {}

  /** Takes the next step. */
  async advance(schedule: StoredSchedule, nowMs: number): Promise<void> {
    const bisect = await readOpenBisect(this.database, schedule.id);
    if (!bisect) return;
    if (!bisect.campaign) return this.launch(schedule, bisect, nowMs);
    const { campaign } = bisect;
    if (campaign.finished) return this.close(schedule, bisect, nowMs);
    if (hasEnded(campaign.state)) return;
    const isDecided = (await this.judge(schedule, bisect, false)).state !== 'open';
    if (!isDecided && !isStalled(bisect, nowMs)) return;
    await this.actions.act(ownerOf(schedule), actorOf(schedule), campaign.id, 'stop');
  }

  private async launch(schedule: StoredSchedule, bisect: StoredBisect, nowMs: number): Promise<void> {
    if (isOwnerDisabled(schedule)) return this.fail(schedule, bisect, OWNER_DISABLED);
    try {
      await this.launchRound(schedule, bisect);
    } catch (error) {
      const passing = !(error instanceof Fault) || error.transient;
      if (passing && nowMs < bisect.steppedMs + LAUNCH_LIMIT_MS) throw error;
      await this.fail(schedule, bisect, describeLaunchError(error as Error));
    }
  }

  private async launchRound(schedule: StoredSchedule, { id, test, range, versions }: StoredBisect): Promise<void> {
    const measured = spreadVersions(range);
    const parsed = parseCampaignFile(schedule.source, 'campaign.yaml');
    const name = `${parsed.ok ? parsed.spec.name : schedule.name}, bisected`;
    const inTurn = { name, repetitions: repetitionsOf([test]) };
    const levels = measured.map((place) => versions[place]!);
    const source = fillUnderTest(schedule.source, levels, inTurn);
    const request = { source, sourceName: `file of schedule ${schedule.name}`, dryRun: false };
    const wanted = new Set(test.members.map(({ cell }) => cell));
    const cells = new NightCells(underTestParameters(schedule.source));
    const kept = new Set<string>();
    const keeps = (cell: Cell, device: string): boolean => {
      const planned = cells.plannedOn(device, cell);
      if (wanted.has(planned)) kept.add(planned);
      return wanted.has(planned);
    };
    const mark = async (db: Queryable, campaignId: string): Promise<void> => {
      const lost = test.members.find(({ cell }) => !kept.has(cell));
      if (lost) throw notPlanned(schedule, lost.device);
      if (!(await openBisectRound(db, id, { campaignId, measured }))) throw new Error('another controller has done it');
    };
    await this.campaigns.launch(ownerOf(schedule), actorOf(schedule), request, mark, { keeps });
  }

  private async close(schedule: StoredSchedule, bisect: StoredBisect, nowMs: number): Promise<void> {
    const { range, rounds, campaign, measured } = bisect;
    const wasOpen = (await this.judge(schedule, bisect, false)).state === 'open';
    const judged = await this.judge(schedule, bisect, true);
    const step = narrowRange(range, measured, judged, rounds.length === 0);
    const isCut = wasOpen && campaign!.state !== 'completed';
    const outcome = step.kind === 'end' ? step.outcome : isCut ? 'between' : null;
    const detail = isCut ? (isStalled(bisect, nowMs) ? STALLED : STOPPED) : null;
    await this.end(schedule, bisect, { judged, range: step.range, outcome, detail });
  }

  private async end(schedule: StoredSchedule, bisect: StoredBisect, end: BisectRoundEnd): Promise<void> {
    await inTransaction(this.database, async (client) => {
      if (!(await closeBisectRound(client, bisect, end)) || end.outcome === null) return;
      const round = { campaignId: bisect.campaign!.id, measured: bisect.measured, judged: end.judged };
      await this.note(client, schedule, { ...bisect, ...end, rounds: [...bisect.rounds, round], campaign: null });
    });
  }

  private async fail(schedule: StoredSchedule, bisect: StoredBisect, detail: string): Promise<void> {
    await inTransaction(this.database, async (client) => {
      if (!(await failBisect(client, bisect.id, detail))) return;
      await this.note(client, schedule, { ...bisect, outcome: 'failed', detail });
    });
  }

  /** The change says what was found, as a note of who asked for it. */
  private async note(client: Queryable, schedule: StoredSchedule, bisect: StoredBisect): Promise<void> {
    const { flaggedMs, kind, key, metric, by } = bisect;
    const note = describeBisect(bisectView(bisect));
    const about = { flaggedMs, kind, key, metric, by };
    await insertNightMark(client, schedule.id, { ...about, mark: 'note', note, link: null, untilMs: null });
    this.logger.log({ schedule: schedule.name, outcome: bisect.outcome }, note);
  }

  private async judge(
    { source }: StoredSchedule,
    { test, versions, measured, campaign }: StoredBisect,
    isOver: boolean,
  ): Promise<JudgedVersions> {
    const trials = await readTurnTrials(this.database, campaign!.id);
    const cells = new NightCells(underTestParameters(source));
    const names = measured.map((place) => versions[place]!);
    const blocks = turnBlocks(test, names, trials, cells);
    const upwards = blocks.map((block) => block.map((each) => test.direction * each));
    return judgeVersions(test, upwards, isOver);
  }
}

function notPlanned({ name }: StoredSchedule, device: string): Error {
  const message = `the campaign file of ${name} no longer measures the cell on ${device}, or the device is retired`;
  return scheduleFault('bisect_impossible', message, 'Bring the device or the cell back, and start it again.');
}

function isStalled({ steppedMs, acceptedMs }: StoredBisect, nowMs: number): boolean {
  return nowMs >= Math.max(steppedMs, acceptedMs ?? 0) + STALLED_MS;
}
