import type { TrialBody } from '@joulefleet/contracts';
import { asFault, decodeTrace, joinTraces, type EncodedTrace, type Trace } from '@joulefleet/core';
import { judgeMeasured, rejectRawData, type Judged, type RequestedTrial } from './judge-attempt';

/** A measured attempt with its raw data; plain data, so that a thread can be given it. */
export interface TraceToJudge {
  requested: RequestedTrial;
  body: TrialBody;
  /** In the order of their numbers. */
  chunks: EncodedTrace[];
}

/**
 * Decodes a trace and judges the attempt; one that cannot be decoded is rejected with that reason. Pure, and one piece: a quarter
 * of a second for 74,000 samples.
 */
export function judgeTrace({ requested, body, chunks }: TraceToJudge): Judged {
  try {
    return judgeMeasured(requested, body, decodeChunks(chunks));
  } catch (error) {
    return rejectRawData('raw_data_corrupt', asFault(error).message);
  }
}

function decodeChunks(chunks: readonly EncodedTrace[]): Trace {
  if (chunks.length === 0) return { rails: [], tUs: [], powerMw: [] };
  return joinTraces(chunks.map(decodeTrace));
}
