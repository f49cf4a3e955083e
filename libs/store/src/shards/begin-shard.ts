import { inTransaction, type Database, type Queryable } from '../database';
import type { Device, Identity } from '../generated/client';
import { LEASE_TTL_S, type PlacedShard } from './place-shard';

/** A trial still to be executed, with the levels of its cell. */
export interface TrialToExecute {
  trialId: string;
  attempt: number;
  position: number;
  workload: string;
  command: string[];
  graphMode: 'static' | 'dynamic';
  batchSize: number;
  inferences: number;
  cpuKhz: number | null;
  gpuHz: number | null;
  cpuGovernor: string | null;
  gpuGovernor: string | null;
}

export interface BegunShard {
  shardId: string;
  fence: number;
  campaignId: string;
  /** Executions of the shard so far, this one included. */
  attempt: number;
  /** A worker took it up before: its device may know it. */
  begunBefore: boolean;
  spec: unknown;
  device: Device & { identity: Identity | null };
  trials: TrialToExecute[];
  durable: DurableRecords;
}

/** Records of a shard that are committed: without a hole up to `lastSeq`; `ended` when shard_end is among them. */
export interface DurableRecords {
  lastSeq: number;
  ended: boolean;
}

/**
 * A worker, by the name of `holder`, takes a queued shard up, or takes it over from a dead one. Null: the fence is stale, leave
 * it alone.
 */
export async function beginShard(
  database: Database,
  { shardId, fence }: PlacedShard,
  holder: string,
): Promise<BegunShard | null> {
  const begun = await inTransaction(database, async (client) => {
    if (!(await extendLease(client, { shardId, fence }, holder))) return null;
    return markExecuting(client, { shardId, fence });
  });
  if (!begun) return null;
  const [device, trials, durable] = await Promise.all([
    database.prisma.device.findUniqueOrThrow({ where: { id: begun.deviceId }, include: { identity: true } }),
    readTrials(database, shardId),
    readDurableRecords(database, shardId),
  ]);
  const { campaignId, attempt, begunBefore, spec } = begun;
  return { shardId, fence, campaignId, attempt, begunBefore, spec, device, trials, durable };
}

interface MarkedShard extends Pick<BegunShard, 'campaignId' | 'attempt' | 'begunBefore' | 'spec'> {
  deviceId: string;
}

/** Under the lease, so that nobody else does it at the same time: `before` is the row as it was. */
async function markExecuting(db: Queryable, { shardId, fence }: PlacedShard): Promise<MarkedShard | null> {
  const { rows } = await db.query<MarkedShard>(
    `UPDATE shard s SET state = 'executing', started_at = coalesce(s.started_at, now()) FROM campaign c, shard before
     WHERE s.id = $1 AND s.fence = $2 AND s.state IN ('queued', 'executing') AND c.id = s.campaign_id AND before.id = s.id
     RETURNING s.campaign_id AS "campaignId", s.device_id AS "deviceId", s.attempt,
       before.started_at IS NOT NULL AS "begunBefore", c.spec`,
    [shardId, fence],
  );
  return rows[0] ?? null;
}

/** Heartbeat of a shard's worker, which is named with the first one. False: the lease went to somebody else, stop. */
export async function extendLease(
  db: Queryable,
  { shardId, fence }: PlacedShard,
  holder: string | null = null,
): Promise<boolean> {
  const { rowCount } = await db.query(
    `UPDATE lease SET expires_at = now() + $3::int * interval '1 second', holder = coalesce($4, holder)
     WHERE shard_id = $1 AND fence = $2`,
    [shardId, fence, LEASE_TTL_S, holder],
  );
  return rowCount === 1;
}

export async function readDurableRecords(database: Database, shardId: string): Promise<DurableRecords> {
  const { rows } = await database.pool.query<DurableRecords>(
    `SELECT coalesce(max(seq), 0)::int AS "lastSeq", coalesce(bool_or(kind = 'shard_end'), false) AS ended
     FROM (SELECT seq, kind, row_number() OVER (ORDER BY seq) AS place FROM spool_record WHERE shard_id = $1) r
     WHERE seq = place`,
    [shardId],
  );
  return rows[0]!;
}

async function readTrials(database: Database, shardId: string): Promise<TrialToExecute[]> {
  const { rows } = await database.pool.query<TrialToExecute>(
    `SELECT t.id AS "trialId", t.attempt, t.position, c.workload, c.command, c.graph_mode AS "graphMode",
       c.batch_size AS "batchSize", c.inferences, c.cpu_khz AS "cpuKhz", c.gpu_hz AS "gpuHz",
       c.cpu_governor AS "cpuGovernor", c.gpu_governor AS "gpuGovernor"
     FROM trial t JOIN cell c ON c.id = t.cell_id
     WHERE t.shard_id = $1 AND t.state = 'assigned' ORDER BY t.position`,
    [shardId],
  );
  return rows;
}
