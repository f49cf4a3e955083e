import type { Database } from '../database';

/** What the agent reported about the end of a shard; null before. */
export async function readShardEnd(database: Database, shardId: string): Promise<unknown> {
  return (
    (await database.prisma.shard.findUnique({ where: { id: shardId }, select: { outcome: true } }))?.outcome ?? null
  );
}
