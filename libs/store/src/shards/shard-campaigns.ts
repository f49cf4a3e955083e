import type { Database } from '../database';

/** The campaign that a shard is of, and the name of who launched it; null: an older version did. */
export interface ShardCampaign {
  id: string;
  owner: string | null;
}

/** Campaigns of shards, by the shard's id. */
export async function readShardCampaigns(
  database: Database,
  shardIds: readonly string[],
): Promise<Map<string, ShardCampaign>> {
  if (shardIds.length === 0) return new Map();
  const { rows } = await database.pool.query<ShardCampaign & { shardId: string }>(
    `SELECT s.id AS "shardId", c.id, (SELECT name FROM account WHERE id = c.owner_id) AS owner
     FROM shard s JOIN campaign c ON c.id = s.campaign_id WHERE s.id = ANY($1::uuid[])`,
    [shardIds],
  );
  return new Map(rows.map(({ shardId, ...campaign }) => [shardId, campaign]));
}
