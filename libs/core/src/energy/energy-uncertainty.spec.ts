import fc from 'fast-check';
import {
  calibratedOffsetUncertaintyMw,
  energyBudget,
  energyUncertainty,
  INA3221,
  offsetUncertaintyMj,
  sensorRangeMw,
  sensorSpecOf,
} from './index';

const SECONDS = 20;
const steady = (powerMw: number) => ({
  energyMj: powerMw * SECONDS,
  durationMs: SECONDS * 1e3,
  gapUncertaintyMj: 0,
  edgeUncertaintyMj: 0,
});
const windows = fc.record({
  energyMj: fc.double({ min: 1, max: 1e7, noNaN: true }),
  durationMs: fc.double({ min: 1, max: 1e6, noNaN: true }),
  gapUncertaintyMj: fc.double({ min: 0, max: 1e5, noNaN: true }),
  edgeUncertaintyMj: fc.double({ min: 0, max: 1e5, noNaN: true }),
});

describe('energyUncertainty', () => {
  it.each([
    [5_000, 2.25],
    [10_000, 1.58],
    [20_000, 1.36],
  ])('of %d mW without gaps and edges is %d %% (k = 2)', (powerMw, expectedPct) => {
    const { absoluteUncertaintyMj } = energyUncertainty(steady(powerMw), 0);
    expect((100 * absoluteUncertaintyMj) / (powerMw * SECONDS)).toBeCloseTo(expectedPct, 2);
  });

  it('keeps the offset and drops the gains for figures of the same sensor', () => {
    const { relativeUncertaintyMj } = energyUncertainty(steady(5_000), 0);
    expect(relativeUncertaintyMj).toBeCloseTo((2 * 80 * SECONDS) / Math.sqrt(3), 9);
    expect(relativeUncertaintyMj).toBeCloseTo(offsetUncertaintyMj(SECONDS * 1e3), 9);
  });

  it('is absolute >= relative >= offset, and grows with every part', () => {
    fc.assert(
      fc.property(windows, fc.double({ min: 0, max: 0.5, noNaN: true }), (window, alias) => {
        const { absoluteUncertaintyMj, relativeUncertaintyMj } = energyUncertainty(window, alias);
        expect(absoluteUncertaintyMj).toBeGreaterThanOrEqual(relativeUncertaintyMj);
        expect(relativeUncertaintyMj).toBeGreaterThanOrEqual(offsetUncertaintyMj(window.durationMs) * (1 - 1e-12));
        const more = { ...window, gapUncertaintyMj: window.gapUncertaintyMj + window.energyMj };
        expect(energyUncertainty(more, alias).relativeUncertaintyMj).toBeGreaterThan(relativeUncertaintyMj);
        const wider = { ...window, edgeUncertaintyMj: window.edgeUncertaintyMj + window.energyMj };
        expect(energyUncertainty(wider, alias).relativeUncertaintyMj).toBeGreaterThan(relativeUncertaintyMj);
        expect(energyUncertainty(window, alias + 0.1).relativeUncertaintyMj).toBeGreaterThan(relativeUncertaintyMj);
      }),
    );
  });

  it('shrinks with a calibrated sensor', () => {
    const calibrated = { ...INA3221, offsetMw: 5, shuntTolerance: 0.001 };
    const before = energyUncertainty(steady(5_000), 0).absoluteUncertaintyMj;
    expect(energyUncertainty(steady(5_000), 0, calibrated).absoluteUncertaintyMj).toBeLessThan(before / 3);
  });
});

describe('the uncertainty of a calibrated energy', () => {
  const calibration = {
    ...{ gain: 0.99, offsetMw: -30, gainVariance: 1e-6, offsetVarianceMw2: 16, covarianceMw: -0.003 },
    meter: { share: 0.001, offsetMw: 2 },
  };

  it('is that of the fit with its covariance, and of the meter, in place of the sensor’s', () => {
    const raw = steady(5_000);
    const budget = energyBudget(raw, 0, INA3221, calibration);
    const fitMj = SECONDS * Math.sqrt(5_000 ** 2 * 1e-6 + 16 - 2 * 5_000 * 0.003);
    const meterMj = (SECONDS * ((0.99 * 5_000 - 30) * 0.001 + 2)) / Math.sqrt(3);
    expect(budget).toMatchObject({ sensorOffset: 0, shuntGain: 0, busGain: 0, busOffset: 0, shuntTolerance: 0 });
    expect(budget.calibrationFit).toBeCloseTo(fitMj, 9);
    expect(budget.meter).toBeCloseTo(meterMj, 9);
    expect(energyUncertainty(raw, 0, INA3221, calibration).absoluteUncertaintyMj).toBeCloseTo(
      2 * Math.hypot(fitMj, meterMj),
      9,
    );
  });

  it('leaves the offset of fit and meter between figures of the same sensor', () => {
    const { relativeUncertaintyMj } = energyUncertainty(steady(5_000), 0, INA3221, calibration);
    expect(relativeUncertaintyMj).toBeCloseTo(2 * SECONDS * Math.hypot(4, 2 / Math.sqrt(3)), 9);
    expect(relativeUncertaintyMj).toBeCloseTo(SECONDS * calibratedOffsetUncertaintyMw(calibration), 9);
  });

  it('scales edges and gaps with the gain', () => {
    const raw = { ...steady(5_000), edgeUncertaintyMj: 100, gapUncertaintyMj: 50 };
    expect(energyBudget(raw, 0, INA3221, calibration)).toMatchObject({
      edges: expect.closeTo(99 / Math.sqrt(3), 9) as number,
      gaps: expect.closeTo(49.5 / Math.sqrt(3), 9) as number,
    });
  });
});

describe('sensorSpecOf', () => {
  it.each([
    [null, null, 80, 0.0032, 163_800],
    [5_080, 5_000, 80, 0.0032, 163_800],
    [12_000, 2_000, 480, 16 / 12_000, 982_800],
    [19_000, 5_000, 304, 16 / 19_000, 622_440],
  ])('at %p mV over %p µOhm', (supplyMv, shuntMicroOhm, offsetMw, busOffset, rangeMw) => {
    const spec = sensorSpecOf({ supplyMv, shuntMicroOhm });
    expect(spec.offsetMw).toBeCloseTo(offsetMw, 6);
    expect(spec.busOffset).toBeCloseTo(busOffset, 9);
    expect(spec.shuntTolerance).toBe(INA3221.shuntTolerance);
    expect(sensorRangeMw({ supplyMv, shuntMicroOhm })).toBeCloseTo(rangeMw, 6);
  });
});
