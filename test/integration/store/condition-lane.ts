import type { Availability, ConditionEvent, DeviceCondition, PendingExit } from '@joulefleet/core';
import {
  changeCondition,
  exitDevice,
  exitOverdue,
  inTransaction,
  lockDevice,
  moveDevice,
  placeShard,
  releaseAbandonedShard,
  settleShard,
  suspendShard,
  type Database,
  type LockedDevice,
  type PlacedShard,
  type Queryable,
} from '@joulefleet/store';
import { seedCampaign, seedDevice } from '../../testkit/seed-campaign';

/** What the store says of a device. */
export interface Observed {
  state: Availability;
  lease: 'free' | 'held' | 'expired';
  pending: PendingExit['to'] | null;
  /** Trials in the hands of a shard. */
  assigned: number;
  version: number;
}

const REASON = { code: 'person', text: 'the model says so' } as const;
const TRIALS_PER_SHARD = 2;

/** The condition of a device in a state, as a caller would ask for it. */
export function conditionIn(availability: Availability): DeviceCondition {
  if (availability === 'ready') return { availability, health: 'good', reason: null };
  return { availability, health: 'unknown', reason: REASON, deadlineInS: 3600 };
}

/** One device with a campaign of its own in a real database, and everything that can happen to it. */
export class ConditionLane {
  private shard: PlacedShard | null = null;

  private constructor(
    private readonly database: Database,
    private readonly name: string,
    private readonly deviceId: string,
    private readonly campaignId: string,
    private readonly trialIds: string[],
  ) {}

  static async create(database: Database, name: string): Promise<ConditionLane> {
    const { id } = await seedDevice(database, name);
    const campaignId = await seedCampaign(database, id, TRIALS_PER_SHARD);
    const trials = await database.prisma.trial.findMany({ where: { campaignId }, select: { id: true } });
    return new ConditionLane(
      database,
      name,
      id,
      campaignId,
      trials.map((trial) => trial.id),
    );
  }

  /** Ready and free, with every trial pending. */
  async reset(): Promise<void> {
    this.shard = null;
    await this.database.pool.query(
      `WITH d AS (UPDATE device SET availability = 'ready', health = 'good', reason = NULL, deadline_at = NULL,
                    pending_exit = NULL WHERE id = '${this.deviceId}'),
         l AS (UPDATE lease SET shard_id = NULL, expires_at = NULL WHERE device_id = '${this.deviceId}'),
         c AS (UPDATE campaign SET state = 'running' WHERE id = '${this.campaignId}')
       UPDATE trial SET state = 'pending', shard_id = NULL WHERE campaign_id = '${this.campaignId}'`,
    );
  }

  async observe(): Promise<Observed> {
    const { rows } = await this.database.pool.query<Observed>(
      `SELECT d.availability AS state, d.version, d.pending_exit->>'to' AS pending,
         CASE WHEN l.shard_id IS NULL THEN 'free' WHEN l.expires_at <= now() THEN 'expired' ELSE 'held' END AS lease,
         (SELECT count(*)::int FROM trial WHERE campaign_id = $2 AND state = 'assigned') AS assigned
       FROM device d JOIN lease l ON l.device_id = d.id WHERE d.id = $1`,
      [this.deviceId, this.campaignId],
    );
    return rows[0]!;
  }

  async lease(): Promise<boolean> {
    const { deviceId, campaignId, trialIds } = this;
    const placed = await placeShard(this.database, { kind: 'lease', deviceId, campaignId, trialIds });
    this.shard = placed ?? this.shard;
    return placed !== null;
  }

  async regrant(): Promise<boolean> {
    if (!this.shard) return false;
    const { shardId } = this.shard;
    const placed = await placeShard(this.database, { kind: 'regrant', deviceId: this.deviceId, shardId });
    this.shard = placed ?? this.shard;
    return placed !== null;
  }

  /** The worker under the fence that was granted last. */
  async suspend(): Promise<void> {
    if (this.shard) await suspendShard(this.database, this.shard, { reason: REASON, retryInS: 3600 });
  }

  async settle(outcome: Availability): Promise<void> {
    if (this.shard) await settleShard(this.database, this.shard, conditionIn(outcome));
  }

  /** What the watch does, from a picture of the device that is `stale` or not. */
  async move(event: ConditionEvent, to: Availability, lease: 'free' | 'idle', stale: boolean): Promise<void> {
    const version = (await this.observe()).version - (stale ? 1 : 0);
    await moveDevice(this.database, this.deviceId, { lease, version }, event, conditionIn(to));
  }

  /** What a person does who connects to a device that no shard has. */
  async changeFree(event: ConditionEvent, to: Availability): Promise<void> {
    await this.underLock(async (db, device) => {
      if (device.shardId === null) await changeCondition(db, device.id, event, conditionIn(to));
    });
  }

  async exit(to: PendingExit['to'], immediately: boolean): Promise<void> {
    await this.underLock((db, device) => exitDevice(db, device, { to, reason: REASON, by: 'ada' }, { immediately }));
  }

  async exitOverdue(): Promise<void> {
    await this.underLock(exitOverdue);
  }

  async cancelCampaign(): Promise<void> {
    await this.database.pool.query(`UPDATE campaign SET state = 'cancelled', ended_by = 'ada' WHERE id = $1`, [
      this.campaignId,
    ]);
  }

  async releaseAbandoned(): Promise<void> {
    await releaseAbandonedShard(this.database, this.deviceId);
  }

  /** The worker is killed: its lease expires. */
  async expireLease(): Promise<void> {
    await this.database.pool.query(
      `UPDATE lease SET expires_at = now() - interval '1 second' WHERE device_id = $1 AND shard_id IS NOT NULL`,
      [this.deviceId],
    );
  }

  async passDeadline(): Promise<void> {
    await this.database.pool.query(
      `UPDATE device SET deadline_at = now() - interval '1 second' WHERE id = $1 AND deadline_at IS NOT NULL`,
      [this.deviceId],
    );
  }

  private async underLock<T>(work: (db: Queryable, device: LockedDevice) => Promise<T>): Promise<T> {
    return inTransaction(this.database, async (db) => work(db, (await lockDevice(db, this.name))!));
  }
}
