import type { ExportedAttempt } from '@joulefleet/core';
import type { Database } from '../database';

/** Positions of a page: few enough that nobody waits for a turn. */
const POSITIONS_PER_PAGE = 500;

/**
 * Attempts of a campaign's trials, a page at a time: by device, position and attempt. Each page is a statement of its own, so that a
 * client that takes its time holds no connection. `accepted`: of each accepted trial the attempt that counts; otherwise every attempt.
 *
 * @param trialId of this trial only.
 */
export async function* readAttempts(
  database: Database,
  campaignId: string,
  which: 'accepted' | 'all',
  trialId?: string,
): AsyncGenerator<ExportedAttempt[]> {
  const { rows: devices } = await database.pool.query<{ id: string; first: number; last: number }>(
    `SELECT d.id, min(t.position) AS first, max(t.position) AS last FROM trial t JOIN device d ON d.id = t.device_id
     WHERE t.campaign_id = $1 AND ($2::uuid IS NULL OR t.id = $2) GROUP BY d.id, d.name ORDER BY d.name`,
    [campaignId, trialId ?? null],
  );
  const states =
    which === 'accepted' ? ['accepted'] : ['pending', 'assigned', 'accepted', 'failed', 'skipped', 'moved'];
  for (const { id, first, last } of devices) {
    for (let after = first - 1; after < last; after += POSITIONS_PER_PAGE) {
      const place = [campaignId, id, states, after, Math.min(last, after + POSITIONS_PER_PAGE)];
      const { rows } = await database.pool.query<ExportedAttempt>(ATTEMPTS, [...place, which === 'accepted']);
      if (rows.length > 0) yield rows;
    }
  }
}

/** The state is compared with a list, so that the index on campaign, device, state and position finds a page. */
const ATTEMPTS = `SELECT t.id AS "trialId", m.attempt, d.name AS device, d.device_class AS "deviceClass", f.serial AS "boardSerial",
    f.jetpack, c.cell_key AS "cellKey", c.workload, c.graph_mode AS "graphMode", c.inferences, c.levels,
    t.repetition, t.block, t.position, t.state AS "trialState", t.state = 'accepted' AND m.attempt = t.attempt AS counts,
    m.outcome, m.verdict, m.findings, m.energy_mj AS "energyMj", m.load_energy_mj AS "loadEnergyMj", m.phases,
    m.idle_power_mw AS "idlePowerMw", m.duration_ms AS "durationMs", m.mean_power_mw AS "meanPowerMw",
    m.absolute_uncertainty_mj AS "absoluteUncertaintyMj", m.relative_uncertainty_mj AS "relativeUncertaintyMj",
    m.raw_energy_mj AS "rawEnergyMj", m.counter_difference_pct AS "counterDifferencePct", m.calibration_id AS "calibrationId",
    m.samples, m.simulated, m.committed_at AS "committedAt",
    b.sensor, b.sampling, b."temperatureC", b.batches, b.residency, b.error, b.events, b.idle,
    b.runner, b.options
  FROM trial t JOIN measurement m ON m.trial_id = t.id JOIN cell c ON c.id = t.cell_id
  LEFT JOIN shard s ON s.id = m.shard_id
  JOIN device d ON d.id = coalesce(s.device_id, t.device_id)
  LEFT JOIN LATERAL (SELECT facts->>'serial' AS serial, facts->>'jetpack' AS jetpack FROM facts_snapshot
    WHERE device_id = d.id AND taken_at <= m.committed_at ORDER BY taken_at DESC LIMIT 1) f ON true
  CROSS JOIN LATERAL jsonb_to_record(CASE jsonb_typeof(m.body) WHEN 'object' THEN m.body ELSE '{}' END)
    AS b(sensor jsonb, sampling jsonb, "temperatureC" jsonb, batches jsonb, residency jsonb, error jsonb, events jsonb, idle jsonb,
      runner jsonb, options jsonb)
  WHERE t.campaign_id = $1 AND t.device_id = $2 AND t.state = ANY($3) AND t.position > $4 AND t.position <= $5
    AND (NOT $6 OR m.attempt = t.attempt AND m.verdict = 'accepted')
  ORDER BY t.position, m.attempt`;
