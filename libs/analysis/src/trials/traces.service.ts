import { join } from 'node:path';
import type { ResourceLimits } from 'node:worker_threads';
import { Inject, Injectable } from '@nestjs/common';
import { TooMany } from '@joulefleet/access';
import type { RangeEnergyQuery, RangeEnergyView, TraceQuery, TraceView } from '@joulefleet/contracts';
import { Fault, NOT_STATED, sensorSpecOf, type DecimatedTrace, type TimeWindow } from '@joulefleet/core';
import { IdleThread, packageRoot } from '@joulefleet/platform';
import {
  DATABASE,
  readTraceChunksWithin,
  readUsedCalibrations,
  type AttemptRecord,
  type CampaignSummary,
  type Database,
  type TrialRecord,
} from '@joulefleet/store';
import type { RailEnergy, RangeEnergyQuestion, TraceAnswer, TraceQuestion } from './answer-trace';
import { bodyOf, totalRailOf } from './trial-view';
import { TrialsService } from './trials.service';

/** Compiled also where the sources run, as in tests: a thread knows nothing of TypeScript. */
const MAIN = join(packageRoot(), 'dist/libs/analysis/src/trials/trace-main.js');
/** Enough for the longest trace, 2 million samples of 8 rails. */
const LIMITS: ResourceLimits = { maxOldGenerationSizeMb: 1024 };
/** Each holds the chunks of its range while it waits. */
const MAX_WAITING = 16;
const RETRY_AFTER_S = 2;

/** Ranges of traces: drawn, and integrated. Both are computed from all samples, in a thread of its own. */
@Injectable()
export class TracesService {
  private readonly thread = new IdleThread<TraceQuestion, TraceAnswer>(MAIN, LIMITS);

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly trials: TrialsService,
  ) {}

  /** @throws Fault `trial_unknown`, `trace_unknown`, `bad_range` (operator), `trace_corrupt` (device); TooMany `traces_busy`. */
  async trace(campaign: CampaignSummary, trialId: string, query: TraceQuery): Promise<TraceView> {
    const trial = await this.trials.find(campaign, trialId);
    const attempt = attemptOf(trial, query.attempt);
    const range = { startUs: query.fromUs ?? attempt.firstTUs!, endUs: query.toUs ?? attempt.lastTUs! + 1 };
    const drawn = (await this.ask(trialId, attempt, range, { columns: query.columns })) as DecimatedTrace;
    const rails = attempt.rails ?? [];
    return {
      ...{ attempt: attempt.attempt, fromUs: range.startUs, toUs: range.endUs },
      ...(drawn.rails.length > 0 ? drawn : { ...drawn, rails, powerMw: rails.map(() => []) }),
    };
  }

  /** @throws the same. */
  async energy(campaign: CampaignSummary, trialId: string, query: RangeEnergyQuery): Promise<RangeEnergyView> {
    const trial = await this.trials.find(campaign, trialId);
    const attempt = attemptOf(trial, query.attempt);
    const range = { startUs: query.fromUs, endUs: query.toUs };
    const question = await this.readBy(campaign, trial, attempt);
    const rails = (await this.ask(trialId, attempt, range, question)) as RailEnergy[];
    const durationMs = (range.endUs - range.startUs) / 1e3;
    return { attempt: attempt.attempt, fromUs: range.startUs, toUs: range.endUs, durationMs, rails };
  }

  private async readBy(
    { id }: CampaignSummary,
    { deviceClass }: TrialRecord,
    { rails, body, calibrationId }: AttemptRecord,
  ): Promise<RangeEnergyQuestion> {
    const sensor = bodyOf(body)?.sensor ?? null;
    const used = await readUsedCalibrations(this.database.pool, calibrationId === null ? [] : [calibrationId], id);
    return {
      totalRail: totalRailOf(deviceClass, rails ?? []) ?? '',
      averagingUs: sensor?.averagingUs ?? 0,
      sensor: sensorSpecOf(sensor ?? NOT_STATED),
      calibration: used.get(calibrationId ?? '') ?? null,
    };
  }

  private async ask(
    trialId: string,
    { attempt }: AttemptRecord,
    range: TimeWindow,
    ask: TraceQuestion['ask'],
  ): Promise<TraceAnswer> {
    if (!(range.endUs > range.startUs)) throw badRange(range);
    if (this.thread.queued >= MAX_WAITING) {
      throw new TooMany('traces_busy', `${MAX_WAITING} requests wait for a trace`, RETRY_AFTER_S);
    }
    const chunks = await readTraceChunksWithin(this.database.pool, { trialId, attempt }, range);
    return this.thread.ask({ chunks, range, ask });
  }
}

/** The attempt that is named, else that which counts, else the last one with a trace. @throws Fault `trace_unknown` (operator). */
function attemptOf({ id, attempts, state, attempt }: TrialRecord, named: number | undefined): AttemptRecord {
  const withTrace = attempts.filter(({ chunks }) => chunks > 0);
  const wanted = named ?? (state === 'accepted' ? attempt : withTrace[0]?.attempt);
  const found = withTrace.find((each) => each.attempt === wanted);
  if (found) return found;
  throw new Fault(
    `nothing is stored of a trace of ${named === undefined ? 'trial' : `attempt ${named} of trial`} ${id}`,
    {
      code: 'trace_unknown',
      origin: 'operator',
      transient: false,
      remedy: 'See which attempts were measured, and what is stored of each: GET /v1/campaigns/:id/trials/:trialId',
    },
  );
}

function badRange({ startUs, endUs }: TimeWindow): Fault {
  return new Fault(`the range ends at ${endUs} µs, and begins at ${startUs} µs`, {
    code: 'bad_range',
    origin: 'operator',
    transient: false,
    remedy: 'Let it end after it begins.',
  });
}
