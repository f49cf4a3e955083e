import type { SearchTrial } from '@joulefleet/core';
import type { Queryable } from '../database';
import { IS_AWAY } from './read-search-devices';

/** A trial of a search that counts for what comes next. */
export interface StoredSearchTrial extends SearchTrial {
  trialId: string;
}

/** When the window of an attempt `m` began, by the device's clocks, in ms since 1970. */
const STARTED_AT_MS = `((b.body->'anchors'->0->>'wallUs')::float8 - (b.body->'anchors'->0->>'monotonicUs')::float8
  + (jsonb_path_query_first(b.body, '$.events[*] ? (@.name == "inference_start").tUs') #>> '{}')::float8) / 1000`;

/** What an attempt took of its device, from its setting to its end. */
const TOOK_MS = `((a.body->'anchors'->-1->>'monotonicUs')::float8 - (a.body->'anchors'->0->>'monotonicUs')::float8) / 1000`;

/**
 * The trials of a search in the order in which they were proposed: positions grow over all devices. One that was withdrawn, or skipped
 * before it was executed, was never proposed; nor was one that is open on a device that is away.
 */
export async function readSearchTrials(db: Queryable, campaignId: string): Promise<StoredSearchTrial[]> {
  const { rows } = await db.query<Record<keyof StoredSearchTrial, never>>(
    `SELECT t.id AS "trialId", k.index AS cell, t.device_id AS "deviceId", coalesce(t.purpose, 'improve') AS purpose,
       CASE WHEN t.state IN ('pending', 'assigned') THEN 'open' WHEN t.state = 'accepted' THEN 'accepted' ELSE 'failed' END AS state,
       coalesce(t.state = 'failed' AND b.body->'error'->>'code' = 'out_of_memory', false) AS "outOfMemory",
       coalesce(CASE WHEN t.state = 'accepted' THEN m.duration_ms END, 'NaN') AS "durationMs",
       coalesce(CASE WHEN t.state = 'accepted' THEN m.energy_mj END, 'NaN') AS "energyMj",
       coalesce(CASE WHEN t.state = 'accepted' THEN ${STARTED_AT_MS} END, 'NaN') AS "startedAtMs",
       coalesce((SELECT sum(${TOOK_MS}) FROM measurement a WHERE a.trial_id = t.id), 'NaN') AS "deviceMs"
     FROM trial t
     JOIN (SELECT id, (row_number() OVER (ORDER BY cell_key COLLATE "C") - 1)::int AS index
           FROM cell WHERE campaign_id = $1) k ON k.id = t.cell_id
     JOIN device d ON d.id = t.device_id
     LEFT JOIN measurement m ON m.trial_id = t.id AND m.attempt = t.attempt
     LEFT JOIN LATERAL (SELECT m.body OFFSET 0) b ON true
     WHERE t.campaign_id = $1 AND t.state <> 'moved' AND NOT (t.state = 'skipped' AND m.trial_id IS NULL)
       AND NOT (t.state IN ('pending', 'assigned') AND ${IS_AWAY})
     ORDER BY t.position, t.device_id`,
    [campaignId],
  );
  return rows;
}
