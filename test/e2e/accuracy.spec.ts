import { Client } from 'pg';
import type { DeviceClass } from '@joulefleet/core';
import type { Twin } from '../../apps/twin/src';
import { idlePower } from '../../apps/twin/src/physics';
import { queryOnce } from '../testkit/service-client';
import { startLab, type Lab } from '../testkit/lab';

/**
 * Every trial is held against the truth of its twin. Its energy is within 0.5 %, or, for one trial in a hundred, within its own
 * stated uncertainty: where the measured batches differ by some hundredths of a percent from the warm-up's, the readings of
 * a trial may fall on a few tens of phases only, which leaves up to 0.7 % (seen: 0.65 %, stated 1.06 %).
 */
const LIMIT_PCT = 0.5;
const BEYOND_LIMIT_SHARE = 0.01;

const SWEEP = `
name: accuracy on three devices
workloads: [alexnet, resnet18]
factors:
  perClass:
    jetson-nano:
      gpuFrequency: [307.2 MHz, 614.4 MHz, 921.6 MHz]
      cpuFrequency: [921.6 MHz, 1479 MHz]
      inferences: 1600
    jetson-xavier-nx:
      gpuFrequency: [510 MHz, 803.25 MHz, 1109.25 MHz]
      cpuFrequency: [1190.4 MHz, 1907.2 MHz]
      inferences: 3200
    jetson-orin-nx:
      gpuFrequency: [408 MHz, 714 MHz, 918 MHz]
      cpuFrequency: [1190.4 MHz, 1984 MHz]
      inferences: 3200
repetitions: 3
`;

/** A reading has steps of 40 mW at an idle power of 1 to 5 W, and a rest has ten of them, fewer on a busy machine. */
const IDLE_LIMIT = { share: 0.03, mw: 50 };

interface Rested {
  deviceClass: DeviceClass;
  cpuKhz: number;
  gpuHz: number;
  idleMw: number;
}

const RESTED = `SELECT c.device_class AS "deviceClass", (c.levels->>'cpuKhz')::float8 AS "cpuKhz",
    (c.levels->>'gpuHz')::float8 AS "gpuHz", m.idle_power_mw AS "idleMw"
  FROM measurement m JOIN trial t ON t.id = m.trial_id JOIN cell c ON c.id = t.cell_id
  WHERE m.verdict = 'accepted' AND c.levels->>'cpuKhz' ~ '^[0-9]+$'`;

interface Measured {
  device: string;
  cell: string;
  energyMj: number;
  uncertaintyMj: number;
  durationMs: number;
  startUs: number;
  simulated: boolean;
}

describe('energy of every trial', () => {
  let lab: Lab;

  beforeAll(async () => {
    lab = await startLab({ twins: ['jetson-nano', 'jetson-xavier-nx', 'jetson-orin-nx'], timeScale: 2000, seed: 7 });
    for (const twin of lab.twins) await lab.enroll(twin);
  });
  afterAll(() => lab.stop());

  it('is what the twin really spent, within 0.5 % or the stated uncertainty, on over 100 trials of three devices', async () => {
    const campaign = await lab.launch(SWEEP);
    const report = await lab.completed(campaign.id, 240);
    expect(report.campaign.trials).toMatchObject({ total: 126, accepted: 126, rejected: 0 });
    expect(report.simulated).toBe(true);

    const measured = await readMeasured(lab.databaseUrl);
    const errors = measured.map((trial) => ({ ...trial, errorPct: errorPct(trial, lab.twins) }));
    const worst = errors.sort((a, b) => Math.abs(b.errorPct) - Math.abs(a.errorPct)).slice(0, 5);
    const rmsPct = Math.sqrt(errors.reduce((sum, { errorPct: e }) => sum + e * e, 0) / errors.length);
    process.stdout.write(
      `accuracy: ${errors.length} trials, rms ${rmsPct.toFixed(3)} %, worst ${worst[0]!.errorPct.toFixed(3)} %\n`,
    );
    expect(new Set(errors.map(({ device }) => device)).size).toBe(3);
    const beyond = errors.filter(({ errorPct: e }) => Math.abs(e) > LIMIT_PCT);
    expect(beyond.length).toBeLessThanOrEqual(Math.floor(BEYOND_LIMIT_SHARE * errors.length));
    expect(errors.filter((trial) => Math.abs(trial.errorPct) > uncertaintyPct(trial))).toEqual([]);
    expect(rmsPct).toBeLessThan(0.15);
    expect(errors.every(({ simulated }) => simulated)).toBe(true);
  }, 300_000);

  // A board that its work has warmed leaks up to 1 % more than the idle power of its physics (light-idle.spec.ts).
  it('has idle power beside it, which is what the twin draws at the pinned clocks without a workload', async () => {
    const rested = await queryOnce<Rested>(lab.databaseUrl, RESTED);
    expect(rested).toHaveLength(108);
    const errors = rested.map(({ deviceClass, cpuKhz, gpuHz, idleMw }) => {
      const trueMw = idlePower(deviceClass, { cpuKhz, gpuHz }).totalMw;
      return { mw: Math.abs(idleMw - trueMw), share: Math.abs(idleMw / trueMw - 1) };
    });
    const worst = (key: 'mw' | 'share'): number => Math.max(...errors.map((error) => error[key]));
    process.stdout.write(`idle power: worst ${(100 * worst('share')).toFixed(2)} %, ${worst('mw').toFixed(0)} mW\n`);
    expect(errors.filter(({ mw, share }) => share > IDLE_LIMIT.share || mw > IDLE_LIMIT.mw)).toEqual([]);
  });
});

/** Against the truth of the run that began at the same instant of the twin's clock. */
function errorPct(trial: Measured, twins: Twin[]): number {
  const twin = twins.find(({ name }) => name === trial.device)!;
  const truth = twin.truth().find(({ startUs }) => Math.abs(startUs - trial.startUs) < 1_000);
  if (!truth) throw new Error(`${trial.device} knows of no run that began at ${trial.startUs} µs`);
  return 100 * (trial.energyMj / truth.energyMj - 1);
}

function uncertaintyPct({ energyMj, uncertaintyMj }: Measured): number {
  return (100 * uncertaintyMj) / energyMj;
}

async function readMeasured(databaseUrl: string): Promise<Measured[]> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  const { rows } = await client.query<Measured>(
    `SELECT d.name AS device, c.workload || ' ' || (c.levels->>'cpuKhz') || ' ' || (c.levels->>'gpuHz') AS cell,
       m.energy_mj AS "energyMj", m.relative_uncertainty_mj AS "uncertaintyMj", m.duration_ms AS "durationMs", m.simulated,
       (SELECT (e->>'tUs')::float8 FROM jsonb_array_elements(m.body->'events') e
        WHERE e->>'name' = 'inference_start') AS "startUs"
     FROM measurement m JOIN trial t ON t.id = m.trial_id JOIN device d ON d.id = t.device_id JOIN cell c ON c.id = t.cell_id
     WHERE m.verdict = 'accepted'`,
  );
  await client.end();
  return rows;
}
