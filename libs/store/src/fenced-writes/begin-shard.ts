import type { CampaignState } from '@joulefleet/core';
import type { Database, Queryable } from '../database';
import type { Device, Identity } from '../generated/client';
import { readDurableRecords, type DurableRecords } from '../shards/durable-records';
import { LEASE_TTL_S, type PlacedShard } from '../shards/place-shard';
import { readTrialsToExecute, type TrialToExecute } from '../shards/trials-to-execute';
import { underFence } from './under-fence';

export interface BegunShard {
  shardId: string;
  fence: number;
  campaignId: string;
  /** Executions of the shard so far, this one included. */
  attempt: number;
  /** A worker has begun it before: its device may know it. */
  previouslyStarted: boolean;
  spec: unknown;
  /** Of its campaign, when it began. */
  campaignState: CampaignState;
  device: Device & { identity: Identity | null };
  trials: TrialToExecute[];
  durable: DurableRecords;
}

/**
 * A worker, by the name of `holder`, begins a queued shard, or takes it over from one that died. Null: the fence is stale, leave
 * it alone.
 */
export async function beginShard(database: Database, shard: PlacedShard, holder: string): Promise<BegunShard | null> {
  const begun = await underFence(database, shard, (db) => markExecuting(db, shard, holder));
  if (!begun) return null;
  const { shardId, fence } = shard;
  const { deviceId, ...marked } = begun;
  const [device, trials, durable] = await Promise.all([
    database.prisma.device.findUniqueOrThrow({ where: { id: deviceId }, include: { identity: true } }),
    readTrialsToExecute(database, shardId),
    readDurableRecords(database, shardId),
  ]);
  return { shardId, fence, ...marked, device, trials, durable };
}

interface MarkedShard extends Pick<
  BegunShard,
  'campaignId' | 'attempt' | 'previouslyStarted' | 'spec' | 'campaignState'
> {
  deviceId: string;
}

/** `before` is the row as it was. */
async function markExecuting(
  db: Queryable,
  { shardId, fence }: PlacedShard,
  holder: string,
): Promise<MarkedShard | null> {
  const { rows } = await db.query<MarkedShard>(
    `WITH held AS (UPDATE lease SET expires_at = now() + $3::int * interval '1 second', holder = $4 WHERE shard_id = $1)
     UPDATE shard s SET state = 'executing', started_at = coalesce(s.started_at, now()) FROM campaign c, shard before
     WHERE s.id = $1 AND s.fence = $2 AND s.state IN ('queued', 'executing') AND c.id = s.campaign_id AND before.id = s.id
     RETURNING s.campaign_id AS "campaignId", s.device_id AS "deviceId", s.attempt,
       before.started_at IS NOT NULL AS "previouslyStarted", c.spec, c.state AS "campaignState"`,
    [shardId, fence, LEASE_TTL_S, holder],
  );
  return rows[0] ?? null;
}
