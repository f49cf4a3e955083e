import type { Database } from '@joulefleet/store';

/** Statistics of the cells of a campaign's accepted trials, without digests, as an older version of the program wrote them. */
export async function seedStatistics({ pool }: Database, campaignId: string): Promise<void> {
  await pool.query(
    `INSERT INTO cell_statistics (cell_id, device_id, trials, energy_mj, median_energy_mj, duration_ms, power_mw)
     SELECT t.cell_id, t.device_id, count(*), avg(m.energy_mj), avg(m.energy_mj), avg(m.duration_ms), avg(m.mean_power_mw)
     FROM trial t JOIN measurement m ON m.trial_id = t.id AND m.attempt = t.attempt
     WHERE t.campaign_id = $1 AND t.state = 'accepted' GROUP BY 1, 2`,
    [campaignId],
  );
}
