import { listUnjudged, type Database } from '@joulefleet/store';
import { judge } from './judge';

const PAGE = 100;

/**
 * Judges every attempt that is complete and not judged: what a crash between commit and judgement left, and what the last records
 * of a shard completed. Answers how many it judged.
 * @param shardId of this shard only; null: of all.
 * @throws the first error of those that could not be judged, after the others were.
 */
export async function judgeLeftovers(database: Database, shardId: string | null): Promise<number> {
  let judged = 0;
  const errors: unknown[] = [];
  for (let before = -1; before < judged;) {
    before = judged;
    const page = await judge(database, await listUnjudged(database.pool, shardId, PAGE));
    judged += page.judged;
    errors.push(...page.errors);
  }
  if (errors.length > 0) throw errors[0];
  return judged;
}
