import {
  decodeTrace,
  phaseAt,
  phasesOf,
  type ExportedAttempt,
  type ExportedCampaign,
  type Trace,
  type TraceRow,
} from '@joulefleet/core';
import { readAttempts, readNextTraceChunk, type Database } from '@joulefleet/store';

const SAMPLES_PER_BATCH = 500;

/** Samples of every attempt, or those of one trial, rail by rail, in the order of their time. One chunk of a trace is in memory at a time. */
export async function* traceRows(
  database: Database,
  named: ExportedCampaign,
  trialId?: string,
): AsyncGenerator<TraceRow[]> {
  for await (const page of readAttempts(database, named.campaignId, 'all', trialId)) {
    for (const attempt of page) yield* rowsOf(database, { ...named, ...attempt });
  }
}

async function* rowsOf(database: Database, of: ExportedAttempt & ExportedCampaign): AsyncGenerator<TraceRow[]> {
  const phases = phasesOf(of);
  for (let after = -1; ;) {
    const chunk = await readNextTraceChunk(database.pool, of, after);
    if (!chunk) return;
    after = chunk.chunk;
    const trace = decodeTrace({ ...chunk, data: chunk.data.toString('base64') });
    for (let from = 0; from < trace.tUs.length; from += SAMPLES_PER_BATCH) {
      yield batchOf(trace, from, (tUs) => ({ of, tUs, phase: phaseAt(phases, tUs) }));
    }
  }
}

function batchOf(
  { rails, tUs, powerMw }: Trace,
  from: number,
  at: (tUs: number) => Pick<TraceRow, 'of' | 'tUs' | 'phase'>,
): TraceRow[] {
  return tUs.slice(from, from + SAMPLES_PER_BATCH).flatMap((sampledUs, i) => {
    const sample = at(sampledUs);
    return rails.map((rail, k) => ({ ...sample, rail, powerMw: powerMw[k]![from + i]! }));
  });
}
