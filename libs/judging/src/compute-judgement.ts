import { asFault } from '@joulefleet/core';
import { readTraceChunks, type Database, type UnjudgedAttempt } from '@joulefleet/store';
import { decodeChunks } from './decode-chunks';
import { judgeMeasured, parseTrialBody, rejectRawData, UNMEASURED, type Judged } from './judge-attempt';

/**
 * Judges the raw data of one attempt: reads its trace and computes, with no transaction open. Every attempt gets a judgement:
 * one whose raw data is incomplete or cannot be decoded is rejected with that reason.
 */
export async function computeJudgement(database: Database, attempt: UnjudgedAttempt): Promise<Judged> {
  const body = parseTrialBody(attempt.body);
  if ('undecodable' in body) return rejectRawData('raw_data_corrupt', body.undecodable);
  if (body.outcome !== 'measured') return UNMEASURED;
  const chunks = await readTraceChunks(database.pool, attempt);
  if (chunks.length < body.chunks) {
    return rejectRawData('trace_incomplete', `${chunks.length} of ${body.chunks} chunks of the trace were stored`);
  }
  try {
    return judgeMeasured(attempt, body, await decodeChunks(chunks));
  } catch (error) {
    return rejectRawData('raw_data_corrupt', asFault(error).message);
  }
}
