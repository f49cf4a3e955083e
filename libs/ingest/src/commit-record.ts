import {
  recordIntact,
  shardEndBody,
  shardStartBody,
  traceBody,
  trialBody,
  type SpoolRecord,
  type TraceBody,
  type TraceJob,
  type TrialBody,
} from '@joulefleet/contracts';
import { decodeTrace, Fault, summariseTrace } from '@joulefleet/core';
import {
  claimRecord,
  inTransaction,
  insertMeasurement,
  insertTraceChunk,
  lockTrial,
  saveShardEnd,
  type Claim,
  type Database,
  type Queryable,
} from '@joulefleet/store';
import type { z } from 'zod';
import { settleTrial } from './settle-trial';

/**
 * Commits one record of a device's spool in one transaction with its fence check. A record of an old fence, or one that was
 * committed before, changes nothing. Chunks and outcome of a trial may come in any order: whichever completes them settles the
 * trial. A record that the agent wrote wrong is counted as durable without its content, so that the shard comes to its end; its
 * trial is measured again. `report` hears of it.
 * @throws Fault `record_damaged` (transient) when it was damaged on the way: nothing is stored.
 */
export async function commitRecord(
  database: Database,
  { shardId, fence, record }: TraceJob,
  report: (fault: Fault) => void,
): Promise<Claim> {
  if (!recordIntact(record)) throw damaged(record);
  const store = prepareOrReport(record, report);
  return inTransaction(database, async (client) => {
    const claim = await claimRecord(client, { shardId, fence, seq: record.seq, kind: record.kind });
    if (claim === 'new') await store(client, { shardId, fence });
    return claim;
  });
}

type StoreRecord = (db: Queryable, under: { shardId: string; fence: number }) => Promise<void>;

function prepareOrReport(record: SpoolRecord, report: (fault: Fault) => void): StoreRecord {
  try {
    return prepareRecord(record);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    report(error);
    return () => Promise.resolve();
  }
}

/** Everything that needs no database happens before the transaction: parsing, decoding, summing up. */
function prepareRecord(record: SpoolRecord): StoreRecord {
  switch (record.kind) {
    case 'shard_start':
      parse(shardStartBody, record);
      return () => Promise.resolve();
    case 'trace':
      return storeTrace(parse(traceBody, record));
    case 'trial':
      return storeTrial(parse(trialBody, record));
    case 'shard_end': {
      const end = parse(shardEndBody, record);
      return (db, { shardId }) => saveShardEnd(db, shardId, end);
    }
  }
}

function storeTrace(body: TraceBody): StoreRecord {
  const summary = summariseTrace(decodeTrace(body));
  const { trialId, attempt, data, ...chunk } = body;
  return async (db) => {
    const trial = await lockTrial(db, trialId);
    if (!trial) return;
    await insertTraceChunk(db, trialId, attempt, { ...chunk, summary, data: Buffer.from(data, 'base64') });
    await settleTrial(db, trial, attempt);
  };
}

function storeTrial(body: TrialBody): StoreRecord {
  const { trialId, attempt, outcome, simulated } = body;
  return async (db, { shardId, fence }) => {
    const trial = await lockTrial(db, trialId);
    if (!trial) return;
    await insertMeasurement(db, { trialId, attempt, shardId, fence, outcome, body, simulated });
    await settleTrial(db, trial, attempt);
  };
}

function parse<T>(schema: z.ZodType<T>, record: SpoolRecord): T {
  let content: unknown;
  try {
    content = JSON.parse(record.body);
  } catch {
    throw corrupt(record, 'its body is no JSON');
  }
  const parsed = schema.safeParse(content);
  if (!parsed.success) throw corrupt(record, parsed.error.message);
  return parsed.data;
}

function corrupt(record: SpoolRecord, why: string): Fault {
  return new Fault(`record ${record.seq} (${record.kind}): ${why}`, {
    code: 'record_corrupt',
    origin: 'bug',
    transient: false,
  });
}

function damaged(record: SpoolRecord): Fault {
  return new Fault(`record ${record.seq} (${record.kind}) was damaged on its way: its CRC does not match`, {
    code: 'record_damaged',
    origin: 'controller',
    transient: true,
  });
}
