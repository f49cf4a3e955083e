import { recordIntact, type SpoolRecord, type TraceJob } from '@joulefleet/contracts';
import { Fault } from '@joulefleet/core';
import { dataRefusal, storeRecords, type AttemptKey, type Database } from '@joulefleet/store';
import { rawContentOf, refusedContent, type ParsedContent } from './raw-content';

export interface Committed {
  /** Records that were not stored before; null: the fence is stale, and nothing is stored. */
  fresh: number | null;
  /** Attempts that may be complete now. */
  attempts: AttemptKey[];
}

/**
 * Commits records of a device's spool as they came, in one transaction with its fence check; judging comes later. Those of an old
 * fence, or committed before, change nothing. Chunks and outcome of a trial may come in any order.
 *
 * A record that the agent wrote wrong counts as durable, so that the shard comes to its end; `report` is called with the fault.
 * The outcome of a trial is kept even so, to be rejected.
 * @throws Fault `record_damaged` (transient) when one was damaged on the way: nothing is stored.
 */
export async function commitRecords(
  database: Database,
  job: TraceJob,
  report: (fault: Fault) => void,
): Promise<Committed> {
  for (const record of job.records) requireIntact(record);
  const parsed = job.records.map(rawContentOf);
  try {
    return await store(database, job, parsed, report);
  } catch (error) {
    const refusal = dataRefusal(error);
    if (refusal === null) throw error;
    if (job.records.length > 1) return commitEach(database, job, report);
    return store(database, job, [refusedContent(job.records[0]!, refusal)], report);
  }
}

function requireIntact(record: SpoolRecord): void {
  if (recordIntact(record)) return;
  throw new Fault(`record ${record.seq} (${record.kind}) was damaged on its way: its CRC does not match`, {
    code: 'record_damaged',
    origin: 'controller',
    transient: true,
  });
}

/** One at a time: the database refuses one of them for its content. */
async function commitEach(database: Database, job: TraceJob, report: (fault: Fault) => void): Promise<Committed> {
  const all: Committed = { fresh: 0, attempts: [] };
  for (const record of job.records) {
    const { fresh, attempts } = await commitRecords(database, { ...job, records: [record] }, report);
    if (fresh === null) return { fresh, attempts: [] };
    all.fresh! += fresh;
    all.attempts.push(...attempts);
  }
  return all;
}

async function store(
  database: Database,
  { records, ...shard }: TraceJob,
  parsed: readonly ParsedContent[],
  report: (fault: Fault) => void,
): Promise<Committed> {
  const toStore = records.map(({ seq, kind }, i) => ({ seq, kind, content: parsed[i]!.content }));
  const stored = await storeRecords(database, shard, toStore);
  for (const { fault } of parsed) if (fault) report(fault);
  const fresh = new Set(stored);
  const attempts = toStore.flatMap(({ seq, content }) => (fresh.has(seq) ? attemptOf(content) : []));
  return { fresh: stored && stored.length, attempts: distinct(attempts) };
}

function attemptOf(content: ParsedContent['content']): AttemptKey[] {
  if (content?.kind !== 'trace' && content?.kind !== 'trial') return [];
  return [{ trialId: content.trialId, attempt: content.attempt }];
}

function distinct(attempts: readonly AttemptKey[]): AttemptKey[] {
  return [...new Map(attempts.map((key) => [`${key.trialId} ${key.attempt}`, key])).values()];
}
