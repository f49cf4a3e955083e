import type { Database } from '../database';

/** What a device was like in a night of a schedule. */
export interface NightConditions {
  tickMs: number;
  device: string;
  /** As they were stored last before its campaign ended, by whatever version; null: never. They are stored with each change. */
  facts: unknown;
  /** How its power was read, and by which calibrations: one text for each way, sorted; null: an older version judged the night. */
  sensors: string[] | null;
  /** Mean temperature of the die at the end of its accepted trials; null: it has none that can be read. */
  temperatureC: number | null;
}

/** What the devices of some nights of a schedule were like, by night and device. */
export async function readNightConditions(
  database: Database,
  scheduleId: string,
  ticksMs: readonly number[],
): Promise<NightConditions[]> {
  const ticks = ticksMs.map((ms) => new Date(ms));
  const { rows } = await database.pool.query<NightConditions>(
    `SELECT extract(epoch FROM s.tick)::float8 * 1000 AS "tickMs", d.name AS device,
       (SELECT f.facts FROM facts_snapshot f WHERE f.device_id = d.id AND f.taken_at <= coalesce(c.finished_at, now())
        ORDER BY f.taken_at DESC LIMIT 1) AS facts,
       (SELECT jsonb_agg(DISTINCT (e.value - 'trials' - 'supplyMv')::text ORDER BY (e.value - 'trials' - 'supplyMv')::text)
        FROM cell l JOIN cell_statistics k ON k.cell_id = l.id AND k.device_id = d.id, jsonb_array_elements(k.sensors) e
        WHERE l.campaign_id = c.id) AS sensors,
       (SELECT avg((m.body->'temperatureC'->>'end')::float8) FROM trial t
        JOIN measurement m ON m.trial_id = t.id AND m.attempt = t.attempt AND m.verdict = 'accepted'
        WHERE t.campaign_id = c.id AND t.device_id = d.id AND t.state = 'accepted') AS "temperatureC"
     FROM schedule_tick s JOIN campaign c ON c.id = s.campaign_id
     JOIN campaign_device n ON n.campaign_id = c.id JOIN device d ON d.id = n.device_id
     WHERE s.schedule_id = $1 AND s.tick = ANY($2::timestamptz[])
     ORDER BY s.tick, d.name`,
    [scheduleId, ticks],
  );
  return rows;
}
