import { idlePowerMw, netEnergyMj } from './idle-power';

/** 10 samples a second: 1 W for 2 s, 5 W for 4 s, 1.2 W for 4 s. */
const tUs = Array.from({ length: 101 }, (_, i) => i * 100_000);
const powerMw = tUs.map((t) => (t < 2e6 ? 1000 : t < 6e6 ? 5000 : 1200));
const SAMPLES = { tUs, powerMw };
const WINDOW = { startUs: 2e6, endUs: 6e6 };
const BEFORE = { startUs: 0.5e6, endUs: 1.5e6 };
const AFTER = { startUs: 7e6, endUs: 8e6 };

describe('idlePowerMw', () => {
  it('is the mean of both rests', () => {
    expect(idlePowerMw(SAMPLES, { before: BEFORE, after: AFTER }, WINDOW, 50_000)).toBeCloseTo(1100, 9);
  });

  it.each([
    ['a rest that reaches into the window', { before: { startUs: 1e6, endUs: 2.1e6 }, after: AFTER }],
    ['a rest that begins in the window', { before: BEFORE, after: { startUs: 5.9e6, endUs: 7e6 } }],
    ['a rest of two samples', { before: { startUs: 1e6, endUs: 1.15e6 }, after: AFTER }],
    ['a rest that ends before it starts', { before: { startUs: 1.5e6, endUs: 0.5e6 }, after: AFTER }],
    ['a rest behind the last sample', { before: BEFORE, after: { startUs: 11e6, endUs: 12e6 } }],
  ])('is not known from %s', (_, rests) => {
    expect(idlePowerMw(SAMPLES, rests, WINDOW, 0)).toBeNull();
  });
});

describe('netEnergyMj', () => {
  it('leaves out what idling takes', () => {
    expect(netEnergyMj(20_000, 4_000, 1_100)).toBe(15_600);
  });
});
