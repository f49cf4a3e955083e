import type { TraceBody } from '@joulefleet/contracts';
import { seededRandom } from '@joulefleet/core';
import type { Database } from '@joulefleet/store';
import { drawTrial } from '../traces/draw-records';

export const TRACE_SAMPLES = 1_000_000;
/** A batch takes 160 ms and is sampled every 0.618 of that. */
const BATCHES = Math.ceil(TRACE_SAMPLES * 0.618);
const START_US = 1e9;

/** Gives the first trial of a campaign on a device a trace of a million samples, in chunks as a device sends them. Returns its id. */
export async function seedTrace({ pool }: Database, campaignId: string, device: string, seed: number): Promise<string> {
  const { rows } = await pool.query<{ id: string }>(
    `SELECT t.id FROM trial t JOIN device d ON d.id = t.device_id WHERE t.campaign_id = $1 AND d.name = $2
     ORDER BY t.position LIMIT 1`,
    [campaignId, device],
  );
  const { id } = rows[0]!;
  const { records, trace } = drawTrial(id, START_US, 1, seededRandom(seed), BATCHES);
  for (const { kind, body } of records) {
    if (kind === 'trace') await insertChunk(pool, JSON.parse(body) as TraceBody);
    else
      await pool.query(`UPDATE measurement SET body = $2, samples = $3 WHERE trial_id = $1`, [
        id,
        body,
        trace.tUs.length,
      ]);
  }
  return id;
}

async function insertChunk(pool: Database['pool'], chunk: TraceBody): Promise<void> {
  const { trialId, attempt, chunk: place, codec, rails, samples, firstTUs, lastTUs, data } = chunk;
  await pool.query(
    `INSERT INTO trace_chunk (trial_id, attempt, chunk, codec, rails, samples, first_t_us, last_t_us, data)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, decode($9, 'base64'))`,
    [trialId, attempt, place, codec, rails, samples, firstTUs, lastTUs, data],
  );
}
