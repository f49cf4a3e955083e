import type { TrialBody } from '@joulefleet/contracts';
import { DEVICE_CLASSES, factorLevels, KNOWN_WORKLOADS, type DeviceClass, type ProposedTrials } from '@joulefleet/core';
import { rewriteCellStatistics } from '@joulefleet/judging';
import { insertCampaign, inTransaction, saveDevice, type CellToInsert, type Database } from '@joulefleet/store';

/** 737 points, as many as the study has over its devices; here every device has them. */
const CPU_CLOCKS = 67;
const GPU_CLOCKS = 11;
const REPETITIONS = 10;
const BATCH_SIZE = 16;
const INFERENCES = 3_200;
/** One more than the classes: two devices share their cells, as in a fleet. */
export const DEVICES = ['nano-1', 'xavier-1', 'orin-1', 'nano-2'] as const;
export const WORKLOADS = KNOWN_WORKLOADS.slice(0, 6);
/** Without those under DVFS. */
export const TRIALS = DEVICES.length * WORKLOADS.length * CPU_CLOCKS * GPU_CLOCKS * REPETITIONS;
const CELLS_PER_DIGEST = 500;

interface SeededCell extends CellToInsert {
  deviceClass: DeviceClass;
}

/**
 * A finished campaign of the study's size with every trial accepted, written as the controller writes it. Returns its id.
 * @param withDigests views of its results can be asked for.
 */
export async function seedStudy(
  database: Database,
  say: (line: string) => void,
  { withDigests } = { withDigests: true },
): Promise<string> {
  const cells = DEVICE_CLASSES.flatMap(cellsOf).sort((a, b) => (a.cellKey < b.cellKey ? -1 : 1));
  const trials: ProposedTrials[] = [];
  for (const [place, name] of DEVICES.entries()) {
    const { id, deviceClass } = await seedDevice(database, name, DEVICE_CLASSES[place % DEVICE_CLASSES.length]!);
    trials.push(trialsOf(id, deviceClass, cells));
  }
  const spec = { shardTrials: 12, seed: 1, sampling: { mode: 'batch-aware', periodMs: 100 } };
  const strategy = {
    name: 'sweep',
    parameters: { repetitions: REPETITIONS, order: 'randomised-blocks', seed: 1 },
  } as const;
  const campaign = { name: 'study', source: 'name: study', spec, simulated: true, strategy, cells, trials };
  const id = await insertCampaign(database, campaign);
  say(`${TRIALS} trials planned; measuring them`);
  await acceptAll(database, id);
  if (withDigests) {
    say('digests');
    await digestAll(database, id);
  }
  return id;
}

async function seedDevice(database: Database, name: string, deviceClass: DeviceClass) {
  return saveDevice(database, {
    ...{
      name,
      deviceClass,
      host: '127.0.0.1',
      port: 1,
      loginUser: 'nobody',
      identityId: null,
      labels: [],
      simulated: true,
    },
    ...{ hostKeyType: 'ssh-ed25519', fingerprint: `SHA256:${'A'.repeat(43)}`, facts: {} },
    ...{ availability: 'maintenance', health: 'good', reason: null },
  });
}

function cellsOf(deviceClass: DeviceClass): SeededCell[] {
  return WORKLOADS.flatMap((workload, w) => {
    const cell = (place: number, clocks: { cpuKhz: number | 'dvfs'; gpuHz: number | 'dvfs' }): SeededCell => ({
      cellKey: `${DEVICE_CLASSES.indexOf(deviceClass)}${w}${String(place).padStart(30, '0')}`,
      ...{ deviceClass, workload, command: null, graphMode: 'dynamic', inferences: INFERENCES },
      levels: factorLevels({ batchSize: BATCH_SIZE, ...clocks }),
    });
    const pinned = Array.from({ length: CPU_CLOCKS * GPU_CLOCKS }, (_, i) =>
      cell(i + 1, { cpuKhz: 102_000 + 28_800 * (i % CPU_CLOCKS), gpuHz: 76.8e6 * (1 + Math.floor(i / CPU_CLOCKS)) }),
    );
    return [cell(0, { cpuKhz: 'dvfs', gpuHz: 'dvfs' }), ...pinned];
  });
}

function trialsOf(deviceId: string, deviceClass: string, all: readonly SeededCell[]): ProposedTrials {
  const own = all.flatMap((cell, index) => (cell.deviceClass === deviceClass ? [index] : []));
  const blocks = Array.from({ length: REPETITIONS }, (_, i) => i + 1);
  return {
    deviceId,
    cells: Int32Array.from(blocks.flatMap(() => own)),
    repetitions: Int32Array.from(blocks.flatMap((block) => own.map(() => block))),
  };
}

/** Energies of a bowl over both clocks with a scatter of 1 %. Triggers that count row by row are off, and their counts set at the end. */
async function acceptAll(database: Database, campaignId: string): Promise<void> {
  await inTransaction(database, async (db) => {
    await db.query(`SET LOCAL session_replication_role = replica`);
    await db.query(`SELECT setseed(0.5)`);
    await db.query(MEASURED, [campaignId]);
    await db.query(`UPDATE trial SET state = 'accepted' WHERE campaign_id = $1`, [campaignId]);
    await db.query(`UPDATE campaign_device SET accepted = pending, pending = 0, untried = 0 WHERE campaign_id = $1`, [
      campaignId,
    ]);
    await db.query(`UPDATE campaign SET state = 'completed', finished_at = now() WHERE id = $1`, [campaignId]);
  });
  await database.pool.query('ANALYZE');
}

/** JSON of an SQL expression: what a phase before the inferences took. */
const phase = (powerMw: string, durationMs: string): string =>
  `jsonb_build_object('energyMj', ${powerMw} * ${durationMs} / 1000, 'durationMs', ${durationMs}, 'meanPowerMw', ${powerMw},
    'uncertaintyMj', 0.05 * ${powerMw} * ${durationMs} / 1000)`;

const MEASURED = `INSERT INTO measurement (trial_id, attempt, shard_id, fence, outcome, judged_at, verdict, body, findings,
    energy_mj, duration_ms, mean_power_mw, idle_power_mw, absolute_uncertainty_mj, relative_uncertainty_mj, samples, load_energy_mj,
    phases, quality, simulated)
  SELECT t.id, 1, gen_random_uuid(), 1, 'measured', now(), 'accepted',
    CASE WHEN c.levels->>'gpuHz' = 'dvfs' THEN '${JSON.stringify(body(governed()))}' ELSE '${JSON.stringify(body({ residency: null }))}' END::jsonb,
    '[]', power * ms / 1000, ms, power, 0.3 * power, 0.016 * power * ms / 1000, 0.002 * power * ms / 1000, 600, 0.06 * power * ms / 1000,
    jsonb_build_object('load', ${phase('0.6 * power', '0.1 * ms')}, 'warmup', ${phase('0.9 * power', '0.05 * ms')}),
    jsonb_build_object('readings', 120 + t.position % 40, 'readingsPerS', 7.1, 'gapShare', 0, 'clocks', 'counters', 'start', 'usual'), true
  FROM trial t JOIN cell c ON c.id = t.cell_id
    CROSS JOIN LATERAL (SELECT coalesce((nullif(c.levels->>'cpuKhz', 'dvfs')::float8 - 102000) / 1900800, 1) AS cpu,
      coalesce(nullif(c.levels->>'gpuHz', 'dvfs')::float8 / 844800000, 1) AS gpu, ascii(c.workload) AS w) clocks
    CROSS JOIN LATERAL (SELECT (2000 + 3000 * cpu ^ 2 + 6000 * gpu ^ 2) * exp(0.01 * (random() + random() + random() - 1.5) * 2) AS power,
      (20000 + 50 * w) / (0.3 + 0.2 * cpu + 0.5 * gpu) * exp(0.002 * (random() - 0.5)) AS ms) figures
  WHERE t.campaign_id = $1`;

function body(clocks: object) {
  const sensor = { layout: 'hwmon', samples: 64, runningMode: 7, supplyMv: 5_000, shuntMicroOhm: 5_000 };
  return { sensor: { ...sensor, averagingUs: 140_000 }, ...clocks, pad: 'x'.repeat(200) };
}

/** Where the governors of a trial held the clocks: half of the time at either end of the table. */
function governed(): Pick<TrialBody, 'residency' | 'before'> {
  const [lowKhz, topKhz] = [102_000, 102_000 + 28_800 * (CPU_CLOCKS - 1)];
  const [lowHz, topHz] = [76.8e6, 76.8e6 * GPU_CLOCKS];
  const [ms, counted] = [10_000, { method: 'counters', resolutionMs: 10, spanMs: 20_000 } as const];
  const cpuLevels = [lowKhz, topKhz].map((khz) => ({ khz, ms }));
  const gpuLevels = [lowHz, topHz].map((hz) => ({ hz, ms }));
  return {
    residency: {
      cpu: [{ ...counted, policy: 0, levels: cpuLevels }],
      gpu: { ...counted, levels: gpuLevels },
      emc: null,
    },
    before: {
      cpu: [{ policy: 0, governor: 'schedutil', minKhz: lowKhz, maxKhz: topKhz, curKhz: topKhz }],
      gpu: { governor: 'nvhost_podgov', minHz: lowHz, maxHz: topHz, curHz: topHz },
      knobs: {},
    },
  };
}

async function digestAll(database: Database, campaignId: string): Promise<void> {
  const { rows } = await database.pool.query<{ cellId: string; deviceId: string }>(
    `SELECT DISTINCT cell_id AS "cellId", device_id AS "deviceId" FROM trial WHERE campaign_id = $1`,
    [campaignId],
  );
  for (let from = 0; from < rows.length; from += CELLS_PER_DIGEST) {
    await inTransaction(database, (db) => rewriteCellStatistics(db, rows.slice(from, from + CELLS_PER_DIGEST)));
  }
  await database.pool.query('VACUUM ANALYZE cell_statistics');
}
