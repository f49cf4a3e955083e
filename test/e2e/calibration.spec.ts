import type { BudgetView, Problem, RecomputePage, ReportView } from '@joulefleet/contracts';
import { queryOnce } from '../testkit/service-client';
import { startLab, type Lab } from '../testkit/lab';

/** Within what data sheet and shunt tolerance allow. */
const SENSOR = { gainPct: 0.8, offsetMw: 40 };
const RAIL = 'POM_5V_IN';
const METER = { name: 'WT310', accuracy: { share: 0.0005, offsetMw: 1 } };
/** Of a sensor without bias (`accuracy.spec.ts`), and what the meter adds. */
const CALIBRATED_LIMIT_PCT = 0.7;

const SWEEP = `
name: a biased sensor
baseline: none
workloads: [alexnet]
factors:
  gpuFrequency: [307.2 MHz, 921.6 MHz]
  cpuFrequency: [1479 MHz]
repetitions: 2
inferences: 3200
`;

interface Measured {
  energyMj: number;
  rawMj: number | null;
  absoluteMj: number;
  meanPowerMw: number;
  idleMw: number;
  calibration: string | null;
  parts: Record<string, number>;
  startUs: number;
}

describe('a sensor with gain and offset', () => {
  let lab: Lab;
  let campaignId: string;

  beforeAll(async () => {
    lab = await startLab({ twins: ['jetson-nano'], timeScale: 2000, seed: 3, sensor: SENSOR });
    await lab.enroll(lab.twins[0]!);
    campaignId = (await lab.launch(SWEEP)).id;
    await lab.completed(campaignId, 120);
  }, 150_000);
  afterAll(() => lab.stop());

  const measured = () =>
    queryOnce<Measured>(
      lab.databaseUrl,
      `SELECT m.energy_mj AS "energyMj", m.raw_energy_mj AS "rawMj", m.absolute_uncertainty_mj AS "absoluteMj",
         m.mean_power_mw AS "meanPowerMw", m.idle_power_mw AS "idleMw", m.calibration_id AS calibration,
         m.uncertainty_parts AS parts, (SELECT (e->>'tUs')::float8 FROM jsonb_array_elements(m.body->'events') e
          WHERE e->>'name' = 'inference_start') AS "startUs"
       FROM measurement m WHERE m.verdict = 'accepted' ORDER BY m.trial_id`,
    );
  const truthOf = ({ startUs }: Measured): number =>
    lab.twins[0]!.truth().find((run) => Math.abs(run.startUs - startUs) < 1_000)!.energyMj;
  const recompute = async (apply: boolean) =>
    (await lab.call('POST', `/v1/campaigns/${campaignId}/recompute`, { apply })).body as RecomputePage;
  const report = async () => (await lab.call('GET', `/v1/campaigns/${campaignId}/report`)).body as ReportView;
  const budget = async (query: string) =>
    (await lab.call('GET', `/v1/campaigns/${campaignId}/budget?${query}`)).body as BudgetView & Problem;
  const calibrate = (validFrom?: string) =>
    lab.call('POST', `/v1/devices/nano/calibrations`, {
      ...{ rail: RAIL, meter: METER, validFrom },
      pairs: [1_300, 2_500, 4_000, 6_000, 9_000].map((meterMw) => ({
        readingMw: meterMw * (1 + SENSOR.gainPct / 100) + SENSOR.offsetMw,
        meterMw,
      })),
    });

  it('is off by its bias, inside the stated uncertainty', async () => {
    const trials = await measured();
    expect(trials).toHaveLength(4);
    for (const trial of trials) {
      const errorMj = trial.energyMj - truthOf(trial);
      expect(errorMj / truthOf(trial)).toBeGreaterThan(0.01);
      expect(Math.abs(errorMj)).toBeLessThan(trial.absoluteMj);
      expect(trial).toMatchObject({ rawMj: null, calibration: null });
      expect(trial.parts).toHaveProperty('shuntTolerance');
    }
    expect((await report()).calibrations).toEqual([{ device: 'nano', trials: 4, calibration: null }]);
  });

  it('has a budget of each part, of a trial and of a cell', async () => {
    const [row] = (await report()).rows;
    const [cell] = row!.cells;
    const ofCell = await budget(`device=nano&cell=${cell!.cellKey.slice(0, 12)}`);
    expect(ofCell).toMatchObject({ trials: 2, trialId: null, calibration: null, rawEnergyMj: null });
    expect(ofCell.energyMj).toBeCloseTo(cell!.energyMj.estimate, 3);
    expect(cell!.figures!.energyPerInferenceMj).toBeCloseTo(cell!.energyMj.estimate / 3200, 6);
    expect(cell!.figures!.netEnergyPerInferenceMj).toBeLessThan(cell!.figures!.energyPerInferenceMj);
    expect(ofCell.absoluteMj / cell!.absoluteUncertaintyMj).toBeCloseTo(1, 2);
    expect(ofCell.relativeMj / cell!.relativeUncertaintyMj).toBeCloseTo(1, 2);
    expect(ofCell.parts.find(({ part }) => part === 'sensorOffset')!.sharePct).toBeGreaterThan(30);
    const [trial] = await queryOnce<{ id: string }>(lab.databaseUrl, 'SELECT id FROM trial ORDER BY id');
    expect(await budget(`trial=${trial!.id}`)).toMatchObject({ trials: 1, trialId: trial!.id });
    expect((await budget('device=nano&cell=0123456789')).code).toBe('cell_unknown');
    expect((await budget('device=nano')).code).toBe('bad_request');
  });

  it('keeps its figures under a calibration that is valid from later on', async () => {
    expect((await calibrate()).status).toBe(201);
    expect((await recompute(false)).moved).toEqual([]);
  });

  it('says in a dry run what a calibration moves, and changes nothing', async () => {
    expect((await calibrate('2020-01-01T00:00:00Z')).status).toBe(201);
    const before = await measured();
    const { moved } = await recompute(false);
    expect(moved).toHaveLength(4);
    for (const each of moved) {
      expect(each).toMatchObject({ calibration: { before: null, after: 2 }, verdict: { after: 'accepted' } });
      expect(each.energyMj.after! / each.energyMj.before!).toBeLessThan(0.99);
    }
    expect(await measured()).toEqual(before);
  });

  it('comes out close to the truth once it is calibrated, with a smaller uncertainty and its raw energy beside', async () => {
    const before = await measured();
    const traces = await queryOnce(
      lab.databaseUrl,
      `SELECT md5(string_agg(data::text, '' ORDER BY data)) FROM trace_chunk`,
    );
    expect(await recompute(true)).toMatchObject({ applied: true, skipped: 0 });
    const after = await measured();
    for (const [i, trial] of after.entries()) {
      const errorMj = Math.abs(trial.energyMj - truthOf(trial));
      expect((100 * errorMj) / truthOf(trial)).toBeLessThan(CALIBRATED_LIMIT_PCT);
      expect(trial.rawMj).toBe(before[i]!.energyMj);
      expect(trial.absoluteMj).toBeLessThan(before[i]!.absoluteMj);
      expect(trial.idleMw).toBeLessThan(before[i]!.idleMw - SENSOR.offsetMw / 2);
      expect(Object.keys(trial.parts)).toEqual(expect.arrayContaining(['meter', 'edges']));
      expect(trial.parts).not.toHaveProperty('sensorOffset');
    }
    expect(
      await queryOnce(lab.databaseUrl, `SELECT md5(string_agg(data::text, '' ORDER BY data)) FROM trace_chunk`),
    ).toEqual(traces);
    const { calibrations, warnings } = await report();
    expect(calibrations).toMatchObject([
      { device: 'nano', trials: 4, calibration: { rail: RAIL, version: 2, meter: 'WT310' } },
    ]);
    expect(calibrations[0]!.calibration!.ageDays).toBeGreaterThan(2_000);
    expect(warnings.join()).not.toContain('different calibrations');
    const [trial] = await queryOnce<{ id: string }>(lab.databaseUrl, 'SELECT id FROM trial ORDER BY id');
    const ofTrial = await budget(`trial=${trial!.id}`);
    expect(ofTrial).toMatchObject({ calibration: { rail: RAIL, version: 2 } });
    expect(ofTrial.rawEnergyMj).toBeGreaterThan(ofTrial.energyMj);
    expect(ofTrial.parts.find(({ part }) => part === 'meter')!.standardMj).toBeGreaterThan(0);
    expect((await recompute(true)).moved).toEqual([]);
  });

  it('uses a calibration that is in force for new trials at once, and gives its own energy back without one', async () => {
    const { id } = await lab.launch(
      SWEEP.replace('a biased', 'a calibrated').replace('repetitions: 2', 'repetitions: 1'),
    );
    await lab.completed(id, 120);
    const rows = await queryOnce<{ version: number }>(
      lab.databaseUrl,
      `SELECT q.version FROM measurement m JOIN trial t ON t.id = m.trial_id JOIN calibration q ON q.id = m.calibration_id
       WHERE t.campaign_id = '${id}'`,
    );
    expect(rows).toEqual([{ version: 2 }, { version: 2 }]);
    const raw = (await measured()).map(({ rawMj, energyMj }) => rawMj ?? energyMj);
    for (const version of [1, 2]) {
      await lab.call('POST', `/v1/devices/nano/calibrations/${RAIL}/${version}/withdraw`, {});
    }
    await recompute(true);
    await lab.call('POST', `/v1/campaigns/${id}/recompute`, { apply: true });
    expect((await measured()).map(({ energyMj }) => energyMj)).toEqual(raw);
    expect((await measured()).every(({ calibration }) => calibration === null)).toBe(true);
  }, 150_000);
});
