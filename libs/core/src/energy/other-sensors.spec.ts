import { energyBudget } from './energy-budget';
import { energyUncertainty } from './energy-uncertainty';
import { INA3221, sensorRangeMw, sensorSpecOf, zeroToleranceMw } from './sensor-spec';

const rail = (layout: string | null, resolutionMw: number | null = null) => ({
  supplyMv: null,
  shuntMicroOhm: null,
  layout,
  resolutionMw,
});
/** 20 s of 100 W. */
const raw = { energyMj: 2e6, durationMs: 20_000, gapUncertaintyMj: 0, edgeUncertaintyMj: 0 };

describe('sensorSpecOf', () => {
  it.each([null, 'iio', 'hwmon', 'tegrastats'])('takes %s for an INA3221', (layout) => {
    expect(sensorSpecOf(rail(layout))).toEqual({ ...INA3221, offsetMw: 80, busOffset: 0.0032 });
  });

  it('takes 5 W for a GPU and half a step of its readings, and nothing of a shunt', () => {
    const spec = sensorSpecOf(rail('nvml', 2));
    expect(spec).toEqual({ offsetMw: 5001, shuntGain: 0, busGain: 0, busOffset: 0, shuntTolerance: 0, gain: 0 });
    const { sensorOffset, sensorGain } = energyBudget(raw, 0, spec);
    expect([sensorOffset, sensorGain]).toEqual([100_020 / Math.sqrt(3), 0]);
  });

  it('takes a share for what nobody states, which cancels in a ratio', () => {
    const spec = sensorSpecOf(rail('rapl'));
    expect(energyBudget(raw, 0, spec).sensorGain).toBeCloseTo(1e5 / Math.sqrt(3), 6);
    expect(energyUncertainty(raw, 0, spec)).toMatchObject({ relativeUncertaintyMj: 0 });
    expect(sensorSpecOf(rail('command')).gain).toBeGreaterThan(spec.gain);
  });

  it('has no end of the range of such a source', () => {
    expect(sensorRangeMw(rail('nvml'))).toBe(Infinity);
    expect(zeroToleranceMw(rail('power-supply', 1000))).toBe(500);
  });
});
