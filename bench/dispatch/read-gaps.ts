import type { Queryable } from '@joulefleet/store';
import type { LightFleet } from './light-fleet';

/** From the end of a shard to the start of the next one on the same device, in ms, with where that time went. */
export interface Gap {
  /** When the device became free, ms of the wall clock. */
  freeAtMs: number;
  /** From free to started on the device. */
  startedMs: number;
  /** From the last word of the shard on the device to the start of the next one there. */
  idleMs: number;
  /** Steps from free to started: placed, queued, taken by a worker, started on the device. */
  steps: { placed: number; queued: number; begun: number; started: number };
}

interface ShardTimes {
  id: string;
  deviceId: string;
  settledMs: number | null;
  placedMs: number;
  queuedMs: number | null;
  begunMs: number | null;
}

const TIMES = `
  SELECT id, device_id AS "deviceId", ${ms('settled_at')} AS "settledMs", ${ms('created_at')} AS "placedMs",
    ${ms('enqueued_at')} AS "queuedMs", ${ms('started_at')} AS "begunMs"
  FROM shard WHERE campaign_id = $1 ORDER BY created_at`;

/** Gaps between shards of one campaign of which the first ended after `sinceMs`. */
export async function readGaps(db: Queryable, fleet: LightFleet, campaignId: string, sinceMs: number): Promise<Gap[]> {
  const { rows } = await db.query<ShardTimes>(TIMES, [campaignId]);
  const before = new Map<string, ShardTimes>();
  const gaps: Gap[] = [];
  for (const shard of rows) {
    const last = before.get(shard.deviceId);
    before.set(shard.deviceId, shard);
    if (last?.settledMs && last.settledMs >= sinceMs) gaps.push(...gapOf(fleet, last, shard));
  }
  return gaps;
}

function gapOf({ startedAtMs, endedAtMs }: LightFleet, last: ShardTimes, next: ShardTimes): Gap[] {
  const [startedMs, endedMs] = [startedAtMs.get(next.id), endedAtMs.get(last.id)];
  const { settledMs: freeMs } = last;
  const { placedMs, queuedMs, begunMs } = next;
  if (startedMs === undefined || endedMs === undefined || freeMs === null || !queuedMs || !begunMs) return [];
  const steps = {
    placed: placedMs - freeMs,
    queued: queuedMs - placedMs,
    begun: begunMs - queuedMs,
    started: startedMs - begunMs,
  };
  return [{ freeAtMs: freeMs, startedMs: startedMs - freeMs, idleMs: startedMs - endedMs, steps }];
}

function ms(column: string): string {
  return `(extract(epoch FROM ${column})::float8 * 1000)`;
}
