import { cellKey, factorLevels, type FactorLevels, type TrialPhases } from '@joulefleet/core';
import { insertCampaign, type Database } from '@joulefleet/store';
import { seedStatistics } from './seed-statistics';

/** A cell and what each of its trials measured on every device. */
export interface SeededCell {
  workload?: string;
  graphMode?: 'dynamic' | 'static';
  inferences?: number;
  levels: Partial<FactorLevels>;
  powerMw: number;
  durationMs: number;
  loadEnergyMj?: number;
}

interface SeededTrial {
  cell: SeededCell;
  /** Factor of power on a device. */
  gain: number;
  repetition: number;
}

const DEVICE_CLASS = 'jetson-nano';
/** Trials of a cell differ by this share unless another one is asked for, so that they have a scatter. */
const STEP = 0.002;

/** Of trials that leave nothing to wish for. */
const GOOD_QUALITY = { readings: 200, readingsPerS: 9, gapShare: 0, clocks: 'counters', start: 'usual' };

/** A campaign whose trials are all accepted, as far as PostgreSQL knows: cells on each device, `trials` of each. */
export async function seedResults(
  database: Database,
  devices: readonly { id: string; gain?: number }[],
  cells: readonly SeededCell[],
  trials = 3,
  step = STEP,
): Promise<string> {
  const count = cells.length * trials;
  const campaignId = await insertCampaign(database, {
    ...{ name: 'seeded results', source: 'name: seeded', simulated: true },
    spec: {
      ...{ shardTrials: 12, seed: 1, warmup: { batches: 3, maxS: 60 } },
      sampling: { mode: 'batch-aware', periodMs: 100 },
    },
    strategy: { name: 'sweep', parameters: { repetitions: trials, order: 'sequential', seed: 1 } },
    cells: cells.map(({ workload = 'alexnet', graphMode = 'dynamic', inferences = 3200, levels: some }) => {
      const levels = factorLevels({ batchSize: 16, ...some });
      const work = { workload, command: null, graphMode, inferences };
      return { cellKey: cellKey(DEVICE_CLASS, { ...levels, ...work }), deviceClass: DEVICE_CLASS, ...work, levels };
    }),
    trials: devices.map(({ id }) => ({
      deviceId: id,
      cells: Int32Array.from({ length: count }, (_, place) => Math.floor(place / trials)),
      repetitions: Int32Array.from({ length: count }, (_, place) => (place % trials) + 1),
    })),
  });
  for (const { id, gain = 1 } of devices) {
    const measured = cells.flatMap((cell) =>
      Array.from({ length: trials }, (_, repetition): SeededTrial => ({ cell, gain, repetition })),
    );
    await acceptAll(database, campaignId, id, measured, step);
  }
  await seedStatistics(database, campaignId);
  await database.pool.query(`UPDATE campaign SET state = 'completed', finished_at = now() WHERE id = $1`, [campaignId]);
  return campaignId;
}

async function acceptAll(
  { pool }: Database,
  campaignId: string,
  deviceId: string,
  trials: readonly SeededTrial[],
  step: number,
) {
  const powers = trials.map(({ cell, gain, repetition }) => gain * cell.powerMw * (1 + step * (repetition - 1)));
  const durations = trials.map(({ cell }) => cell.durationMs);
  const phases = trials.map(({ cell, repetition }) => phasesOf(cell, repetition));
  await pool.query(
    `INSERT INTO measurement (trial_id, attempt, shard_id, fence, outcome, judged_at, verdict, body, findings, energy_mj,
       duration_ms, mean_power_mw, phases, absolute_uncertainty_mj, relative_uncertainty_mj, quality, simulated)
     SELECT t.id, 1, gen_random_uuid(), 1, 'done', now(), 'accepted', '{"sensor": {"layout": "x"}}', '[]',
       p.power * p.duration / 1000, p.duration, p.power, p.phases, 0.01 * p.power * p.duration / 1000, 0.002 * p.power * p.duration / 1000, $6, true
     FROM (SELECT id, row_number() OVER (ORDER BY position) AS place FROM trial WHERE campaign_id = $1 AND device_id = $2) AS t
       JOIN (SELECT * FROM unnest($3::float8[], $4::float8[], $5::jsonb[]) WITH ORDINALITY) AS p (power, duration, phases, place)
         USING (place)`,
    [campaignId, deviceId, powers, durations, phases, GOOD_QUALITY],
  );
  await pool.query(`UPDATE trial SET state = 'accepted', attempt = 1 WHERE campaign_id = $1 AND device_id = $2`, [
    campaignId,
    deviceId,
  ]);
}

/** Loading in two seconds; null: its energy is not known, as of results of an older version. */
function phasesOf({ loadEnergyMj }: SeededCell, repetition: number): string | null {
  if (loadEnergyMj === undefined) return null;
  const energyMj = loadEnergyMj * (1 + STEP * repetition);
  const load = { energyMj, durationMs: 2_000, meanPowerMw: energyMj / 2, uncertaintyMj: 0.05 * energyMj };
  return JSON.stringify({ load, warmup: null } satisfies TrialPhases);
}
