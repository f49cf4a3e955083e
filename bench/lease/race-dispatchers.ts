import type { Placement } from '@joulefleet/core';
import { placeShard, settleShard, type Database, type PlacedShard } from '@joulefleet/store';

/** What a dispatcher does with a placement; the product's is `placeShard`. */
export type Place = (database: Database, placement: Placement) => Promise<PlacedShard | null>;

/** The device that is raced for, and a trial that waits for it. */
export interface Prize {
  deviceId: string;
  campaignId: string;
  trialIds: string[];
}

export interface RaceCount {
  races: number;
  /** Races that both won, whose fence had been given before, or whose winner lost the device to somebody unentitled. */
  doubled: number;
}

/** The shard before and after its lease was renewed: `stale` holds the older fence. */
export interface Renewal {
  stale: PlacedShard;
  current: PlacedShard;
}

/**
 * Has two dispatchers, each with connections of its own, ask for one device at the same moment `races` times: in turn for the
 * free device, and for the device whose lease ran out. `onRenewal` comes while the renewed lease is in force.
 * @throws Error when neither got it: then nothing was raced for.
 */
export async function raceDispatchers(
  dispatchers: readonly [Database, Database],
  prize: Prize,
  races: number,
  onRenewal: (renewal: Renewal) => Promise<void>,
  place: Place = placeShard,
): Promise<RaceCount> {
  const fences = new Set<number>();
  let doubled = 0;
  const race = async (round: number, placement: Placement): Promise<PlacedShard> => {
    // Who asks first changes from round to round.
    const order = round % 2 === 0 ? dispatchers : [...dispatchers].reverse();
    const won = (await Promise.all(order.map((each) => place(each, placement)))).filter((shard) => shard !== null);
    const current = won[0];
    if (!current) throw new Error(`race ${round} (${placement.kind}): nobody got the device`);
    if (won.length > 1 || fences.has(current.fence)) doubled++;
    for (const { fence } of won) fences.add(fence);
    return current;
  };
  for (let round = 0; round < races / 2; round++) {
    const stale = await race(round, { kind: 'lease', ...prize });
    await runOut(dispatchers[0], stale);
    const current = await race(round, { kind: 'regrant', deviceId: prize.deviceId, shardId: stale.shardId });
    await onRenewal({ stale, current });
    if (!(await free(dispatchers[0], prize, current))) doubled++;
  }
  return { races: 2 * Math.ceil(races / 2), doubled };
}

/** The winner ends its shard. False: it no longer held the device, which is free now all the same. */
async function free(database: Database, { deviceId, trialIds }: Prize, current: PlacedShard): Promise<boolean> {
  const settlement = await settleShard(database, current, { availability: 'ready', health: 'good', reason: null });
  if (settlement === 'settled') return true;
  await database.pool.query('UPDATE lease SET shard_id = NULL, expires_at = NULL WHERE device_id = $1', [deviceId]);
  await database.pool.query(`UPDATE device SET availability = 'ready' WHERE id = $1`, [deviceId]);
  await database.pool.query(`UPDATE trial SET state = 'pending', shard_id = NULL WHERE id = ANY($1)`, [trialIds]);
  return false;
}

/** Well in the past: a column of whole milliseconds rounds up as well as down. */
async function runOut(database: Database, { shardId }: PlacedShard): Promise<void> {
  await database.pool.query(`UPDATE lease SET expires_at = now() - interval '1 second' WHERE shard_id = $1`, [shardId]);
}
