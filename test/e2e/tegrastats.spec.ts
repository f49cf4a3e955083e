import { readTraceChunks } from '@joulefleet/store';
import { decodeTrace, inferenceWindow, integrateEnergy, joinTraces, railPowerMw } from '@joulefleet/core';
import type { TrialBody } from '@joulefleet/contracts';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Pool } from 'pg';
import { startLab, type Lab } from '../testkit/lab';

/**
 * tegrastats reads the same chip as the agent, at instants of its own, and a line waits in a pipe until it is stamped. On steady power the
 * energies of a window differ by no more than what a tenth of a second does at its edges.
 */
const MARGIN_PCT = 1;

const SWEEP = `
name: two ways to read one sensor
workloads: [resnet18]
factors:
  perClass:
    jetson-nano: { gpuFrequency: 614.4 MHz, cpuFrequency: 1479 MHz }
    jetson-xavier-nx: { gpuFrequency: 803.25 MHz, cpuFrequency: 1190.4 MHz }
    jetson-orin-nx: { gpuFrequency: 714 MHz, cpuFrequency: 1190.4 MHz }
baseline: none
repetitions: 2
inferences: 3200
`;

interface Measured {
  trialId: string;
  attempt: number;
  device: string;
  body: TrialBody;
}

describe('a board whose administrator has tegrastats read beside the INA3221', () => {
  let lab: Lab;
  let pool: Pool;

  beforeAll(async () => {
    lab = await startLab({ twins: ['jetson-nano', 'jetson-xavier-nx', 'jetson-orin-nx'], seed: 3 });
    pool = new Pool({ connectionString: lab.databaseUrl });
    for (const twin of lab.twins) {
      mkdirSync(join(twin.root, 'etc/joulefleet'), { recursive: true });
      writeFileSync(join(twin.root, 'etc/joulefleet/power.json'), '{"sources": ["ina3221", "tegrastats"]}');
      await lab.enroll(twin);
    }
  });
  afterAll(async () => {
    await pool.end();
    await lab.stop();
  });

  it('has both in each trial, with energies that agree', async () => {
    const { id } = await lab.launch(SWEEP);
    const report = await lab.completed(id, 240);
    expect(report.campaign.trials).toMatchObject({ total: 6, accepted: 6 });
    const { rows } = await pool.query<Measured>(
      `SELECT m.trial_id AS "trialId", m.attempt, d.name AS device, m.body
       FROM measurement m JOIN trial t ON t.id = m.trial_id JOIN device d ON d.id = t.device_id WHERE m.verdict = 'accepted'`,
    );
    const found = await Promise.all(rows.map(differencePct));
    const worst = Math.max(...found.map(Math.abs));
    process.stdout.write(`INA3221 against tegrastats: ${found.length} trials, worst ${worst.toFixed(3)} %\n`);
    expect(worst).toBeLessThan(MARGIN_PCT);
  }, 300_000);

  async function differencePct({ trialId, attempt, device, body }: Measured): Promise<number> {
    const chunks = await readTraceChunks(pool, { trialId, attempt });
    const trace = joinTraces(chunks.map((chunk) => decodeTrace({ ...chunk, data: chunk.data.toString('base64') })));
    const total = device === 'nano' ? 'POM_5V_IN' : 'VDD_IN';
    const window = inferenceWindow(body.events)!;
    const [own, theirs] = [total, `tegrastats.${total}`].map((rail) => {
      const powerMw = railPowerMw(trace, rail)!;
      expect(new Set(powerMw).size).toBeGreaterThan(2);
      return integrateEnergy({ tUs: trace.tUs, powerMw }, window, body.sensor!.averagingUs)!.energyMj;
    }) as [number, number];
    return 100 * (theirs / own - 1);
  }
});
