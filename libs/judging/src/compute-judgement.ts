import { learnStartBand, Semaphore } from '@joulefleet/core';
import {
  readStartTemperatures,
  readTraceChunks,
  type Database,
  type StoredChunk,
  type UnjudgedAttempt,
} from '@joulefleet/store';
import { rejectRawData, UNMEASURED, type Judged } from './judge-attempt';
import { parseTrialBody } from './parse-trial-body';
import { JudgeThread } from './thread/judge-thread';

/** One trace is read while another is judged; more would only lie in memory. */
const reading = new Semaphore(2);
const thread = new JudgeThread();

/**
 * Judges the raw data of one attempt: reads its trace and has it judged in a thread, with no transaction open. Every attempt gets
 * a judgement: one whose raw data is incomplete or cannot be decoded is rejected with that reason.
 */
export async function computeJudgement(database: Database, attempt: UnjudgedAttempt): Promise<Judged> {
  const body = parseTrialBody(attempt.body);
  if ('undecodable' in body) return rejectRawData('raw_data_corrupt', body.undecodable);
  if (body.outcome !== 'measured') return UNMEASURED;
  return reading.run(async () => {
    const chunks = await readTraceChunks(database.pool, attempt);
    if (chunks.length < body.chunks) {
      return rejectRawData('trace_incomplete', `${chunks.length} of ${body.chunks} chunks of the trace were stored`);
    }
    const { deviceClass, levels, inferences, checks, calibrations } = attempt;
    const startBandC = learnStartBand(await readStartTemperatures(database.pool, attempt));
    return thread.judge({
      requested: { deviceClass, levels, inferences, checks, startBandC, calibrations },
      body,
      chunks: chunks.map(encodedTrace),
    });
  });
}

function encodedTrace({ data, ...chunk }: StoredChunk) {
  return { ...chunk, data: data.toString('base64') };
}
