import { recordIntact, type TraceJob } from '@joulefleet/contracts';
import { Fault } from '@joulefleet/core';
import {
  dataRefusal,
  storeRecord,
  type AttemptKey,
  type Claim,
  type Database,
  type RawContent,
} from '@joulefleet/store';
import { rawContentOf, refusedContent, type ParsedContent } from './raw-content';

export interface Committed {
  claim: Claim;
  /** The attempt that may be complete now; null: the record belongs to none. */
  attempt: AttemptKey | null;
}

/**
 * Commits one record of a device's spool as it came, in one transaction with its fence check; judging it comes later. A record
 * of an old fence, or one that was committed before, changes nothing. Chunks and outcome of a trial may come in any order.
 *
 * A record that the agent wrote wrong counts as durable, so that the shard comes to its end; `report` is called with the fault.
 * The outcome of a trial is kept even so, to be rejected.
 * @throws Fault `record_damaged` (transient) when it was damaged on the way: nothing is stored.
 */
export async function commitRecord(
  database: Database,
  { shardId, fence, record }: TraceJob,
  report: (fault: Fault) => void,
): Promise<Committed> {
  if (!recordIntact(record)) {
    throw new Fault(`record ${record.seq} (${record.kind}) was damaged on its way: its CRC does not match`, {
      code: 'record_damaged',
      origin: 'controller',
      transient: true,
    });
  }
  const { content, claim } = await storeParsed(database, { shardId, fence, record }, report);
  if (content?.kind !== 'trace' && content?.kind !== 'trial') return { claim, attempt: null };
  const { trialId, attempt } = content;
  return { claim, attempt: { trialId, attempt } };
}

/** Stores what a record says; where the database refuses that for its content, that it was there. */
async function storeParsed(
  database: Database,
  { shardId, fence, record }: TraceJob,
  report: (fault: Fault) => void,
): Promise<{ content: RawContent; claim: Claim }> {
  const store = async ({ content, fault }: ParsedContent) => {
    if (fault) report(fault);
    return { content, claim: await storeRecord(database, { shardId, fence }, record, content) };
  };
  try {
    return await store(rawContentOf(record));
  } catch (error) {
    const refusal = dataRefusal(error);
    if (refusal === null) throw error;
    return store(refusedContent(record, refusal));
  }
}
