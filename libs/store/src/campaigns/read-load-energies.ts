import type { MeasuredLoad } from '@joulefleet/core';
import type { Database } from '../database';

/** Energies of loading of some cells of a campaign, over the accepted trials that have one. */
export async function readLoadEnergies(
  { pool }: Database,
  campaignId: string,
  cellKeys: readonly string[],
): Promise<MeasuredLoad[]> {
  if (cellKeys.length === 0) return [];
  const { rows } = await pool.query<MeasuredLoad>(LOAD_ENERGIES, [campaignId, cellKeys]);
  return rows;
}

const LOAD_ENERGIES = `SELECT d.name AS device, c.cell_key AS "cellKey", count(*)::int AS trials,
       avg(ln(m.load_energy_mj)) AS "meanLog", stddev_samp(ln(m.load_energy_mj)) AS "sdLog"
     FROM cell c JOIN trial t ON t.cell_id = c.id AND t.state = 'accepted' AND t.repetition > 0
     JOIN measurement m ON m.trial_id = t.id AND m.attempt = t.attempt AND m.verdict = 'accepted'
     JOIN device d ON d.id = t.device_id
     WHERE c.campaign_id = $1 AND c.cell_key = ANY($2) AND m.load_energy_mj > 0
     GROUP BY d.name, c.cell_key ORDER BY d.name, c.cell_key`;
