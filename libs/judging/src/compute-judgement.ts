import type { TrialBody } from '@joulefleet/contracts';
import { appendTo, learnStartBand, Semaphore, type StartTemperatures } from '@joulefleet/core';
import {
  readStartsBefore,
  readStartTemperatures,
  readTraceChunks,
  readTracesChunks,
  type Database,
  type StoredChunk,
  type UnjudgedAttempt,
} from '@joulefleet/store';
import { attemptName } from './attempt-name';
import { rejectRawData, UNMEASURED, type Judged } from './judge-attempt';
import { parseTrialBody } from './parse-trial-body';
import { JudgeThread } from './thread/judge-thread';

/** One trace is read while another is judged; more would only lie in memory. */
const reading = new Semaphore(2);
const thread = new JudgeThread();

/** What a judgement needs of an attempt besides its trace. */
type AttemptToJudge = Omit<UnjudgedAttempt, 'shardId' | 'fence' | 'campaignId' | 'deviceId'>;

type ParsedBody = ReturnType<typeof parseTrialBody>;

/** An attempt with its account as it was understood. */
export interface ParsedAttempt {
  attempt: UnjudgedAttempt;
  body: ParsedBody;
}

/**
 * Judges the raw data of one attempt: reads its trace and has it judged in a thread, with no transaction open. Every attempt gets
 * a judgement: one whose raw data is incomplete or cannot be decoded is rejected with that reason.
 */
export async function computeJudgement(database: Database, attempt: AttemptToJudge): Promise<Judged> {
  const body = parseTrialBody(attempt.body);
  if (!isMeasured(body)) return judgeUnmeasured(body);
  return reading.run(async () => {
    const chunks = await readTraceChunks(database.pool, attempt);
    return judgeMeasured(attempt, body, chunks, await readStartTemperatures(database.pool, attempt));
  });
}

/**
 * The same of several, whose traces are read together. Answers in their order; an error where one could not be judged, which holds up
 * none of the others.
 */
export async function computeJudgements(
  database: Database,
  attempts: readonly ParsedAttempt[],
): Promise<(Judged | { error: unknown })[]> {
  return reading.run(async () => {
    const measured = attempts.filter(({ body }) => isMeasured(body)).map(({ attempt }) => attempt);
    const chunks = await readChunksByAttempt(database, measured);
    const starts = new Map<string, StartTemperatures[]>();
    const judge = async ({ attempt, body }: ParsedAttempt): Promise<Judged> => {
      if (!isMeasured(body)) return judgeUnmeasured(body);
      const { shardId } = attempt;
      if (!starts.has(shardId)) starts.set(shardId, await readStartsBefore(database.pool, attempt));
      return judgeMeasured(attempt, body, chunks.get(attemptName(attempt)) ?? [], starts.get(shardId)!);
    };
    const judged: (Judged | { error: unknown })[] = [];
    for (const each of attempts) judged.push(await judge(each).catch((error: unknown) => ({ error })));
    return judged;
  });
}

function isMeasured(body: ParsedBody): body is TrialBody {
  return !('undecodable' in body) && body.outcome === 'measured';
}

function judgeUnmeasured(body: ParsedBody): Judged {
  return 'undecodable' in body ? rejectRawData('raw_data_corrupt', body.undecodable) : UNMEASURED;
}

async function judgeMeasured(
  { deviceClass, levels, inferences, checks, calibrations }: AttemptToJudge,
  body: TrialBody,
  chunks: readonly StoredChunk[],
  starts: readonly StartTemperatures[],
): Promise<Judged> {
  if (chunks.length < body.chunks) {
    return rejectRawData('trace_incomplete', `${chunks.length} of ${body.chunks} chunks of the trace were stored`);
  }
  const startBandC = learnStartBand(starts);
  return thread.judge({
    requested: { deviceClass, levels, inferences, checks, startBandC, calibrations },
    body,
    chunks: chunks.map(encodedTrace),
  });
}

async function readChunksByAttempt(
  database: Database,
  attempts: readonly UnjudgedAttempt[],
): Promise<Map<string, StoredChunk[]>> {
  const byAttempt = new Map<string, StoredChunk[]>();
  if (attempts.length === 0) return byAttempt;
  for (const { trialId, attempt, ...chunk } of await readTracesChunks(database.pool, attempts)) {
    appendTo(byAttempt, attemptName({ trialId, attempt }), chunk);
  }
  return byAttempt;
}

function encodedTrace({ data, ...chunk }: StoredChunk) {
  return { ...chunk, data: data.toString('base64') };
}
