import { stopToTell, type ShardStop } from '@joulefleet/core';
import type { AgentSession } from '@joulefleet/remote';
import { isQuarantineAsked, readCampaignState, type BegunShard, type Database } from '@joulefleet/store';

/**
 * Has the agent end a shard when its campaign is paused or cancelled, or its device is to go into quarantine; the shard's end
 * comes as a record, like any other.
 */
export class ShardStopper {
  private told: ShardStop | null = null;

  constructor(
    private readonly database: Database,
    private readonly session: Pick<AgentSession, 'pause' | 'cancel'>,
    private readonly shard: Pick<BegunShard, 'shardId' | 'fence' | 'campaignId' | 'device'>,
  ) {}

  /** What the agent is still to be told, from how campaign and device stand in Postgres; null: go on. */
  async due(): Promise<ShardStop | null> {
    const { database, shard, told } = this;
    const state = await readCampaignState(database, shard.campaignId);
    const leaving = state === 'running' && (await isQuarantineAsked(database, shard.device.id));
    return stopToTell(leaving ? 'paused' : state, told);
  }

  /** Tells the agent what is due, once over this connection. */
  async look(): Promise<void> {
    const stop = await this.due();
    if (!stop) return;
    const { shardId, fence } = this.shard;
    await this.session[stop](shardId, fence);
    this.told = stop;
  }
}
