import fc from 'fast-check';
import { integrateEnergy, type PowerSamples, type TimeWindow } from './index';

/** Samples of any spacing up to 0.4 s and a window that may begin and end anywhere around them. */
const cases = fc
  .record({
    startUs: fc.integer({ min: 0, max: 10 ** 12 }),
    steps: fc.array(fc.record({ us: fc.integer({ min: 1, max: 400_000 }), mw: fc.integer({ min: 0, max: 30_000 }) }), {
      minLength: 1,
      maxLength: 80,
    }),
    before: fc.integer({ min: 0, max: 300_000 }),
    after: fc.integer({ min: 0, max: 300_000 }),
    averagingUs: fc.constantFrom(0, 1100, 52_800, 105_600),
  })
  .map(({ startUs, steps, before, after, averagingUs }) => {
    let t = startUs;
    const tUs = steps.map(({ us }) => (t += us));
    const samples = { tUs, powerMw: steps.map(({ mw }) => mw) };
    return { samples, window: { startUs: startUs + before, endUs: t - after + 150_000 }, averagingUs };
  });

/** Another way to the same figure: each sample holds the half-way to its neighbours, the outer ones to the marks. */
function energyByShares({ tUs, powerMw }: PowerSamples, window: TimeWindow, averagingUs: number): number | null {
  const inside = tUs
    .map((t, i) => ({ t, mw: powerMw[i]! }))
    .filter(({ t }) => t >= window.startUs + averagingUs && t <= window.endUs - averagingUs);
  if (inside.length === 0 || window.endUs <= window.startUs) return null;
  return inside.reduce((sum, { t, mw }, i) => {
    const from = i === 0 ? window.startUs : (inside[i - 1]!.t + t) / 2;
    const to = i === inside.length - 1 ? window.endUs : (inside[i + 1]!.t + t) / 2;
    return sum + ((to - from) * mw) / 1e6;
  }, 0);
}

/** One sample every 100 ms of `powerMw`, from 0. */
const everyTenth = (powerMw: number[]): PowerSamples => ({ tUs: powerMw.map((_, i) => i * 100_000), powerMw });

describe('integrateEnergy', () => {
  it('is what each sample holding the half-way to its neighbours gives', () => {
    fc.assert(
      fc.property(cases, ({ samples, window, averagingUs }) => {
        const expected = energyByShares(samples, window, averagingUs);
        const found = integrateEnergy(samples, window, averagingUs)?.energyMj ?? null;
        if (expected === null) expect(found).toBeNull();
        else expect(found).toBeCloseTo(expected, 3);
      }),
    );
  });

  it('of constant power is power times duration, whatever the sampling', () => {
    fc.assert(
      fc.property(cases, fc.integer({ min: 1, max: 30_000 }), ({ samples, window, averagingUs }, mw) => {
        const steady = { tUs: samples.tUs, powerMw: samples.tUs.map(() => mw) };
        const energy = integrateEnergy(steady, window, averagingUs)!;
        fc.pre(energy !== null);
        expect(energy.energyMj).toBeCloseTo((mw * energy.durationMs) / 1e3, 3);
        expect(energy.meanPowerMw).toBeCloseTo(mw, 6);
        expect(energy.edgeUncertaintyMj).toBe(0);
        expect(energy.gapUncertaintyMj).toBe(0);
      }),
    );
  });

  it('adds up over windows that meet at a sample or half-way between two', () => {
    fc.assert(
      fc.property(cases, fc.nat(), fc.boolean(), ({ samples, window }, pick, halfWay) => {
        const inside = samples.tUs.filter((t) => t >= window.startUs && t <= window.endUs);
        fc.pre(inside.length >= 3);
        const i = 1 + (pick % (inside.length - 2));
        const mark = halfWay ? (inside[i]! + inside[i + 1]!) / 2 : inside[i]!;
        const [a, b, whole] = splitAt(samples, window, mark);
        expect(a + b).toBeCloseTo(whole, 3);
      }),
    );
  });

  it('adds up over windows that meet anywhere, within half the step that power makes there', () => {
    fc.assert(
      fc.property(cases, fc.double({ min: 0.01, max: 0.99, noNaN: true }), ({ samples, window }, share) => {
        const mark = Math.round(window.startUs + share * (window.endUs - window.startUs));
        const first = integrateEnergy(samples, { startUs: window.startUs, endUs: mark })!;
        const second = integrateEnergy(samples, { startUs: mark, endUs: window.endUs })!;
        const whole = integrateEnergy(samples, window)!;
        fc.pre(first !== null && second !== null && whole !== null);
        const spread = Math.max(...samples.powerMw) - Math.min(...samples.powerMw);
        const left = Math.max(...samples.tUs.filter((t) => t <= mark));
        const right = Math.min(...samples.tUs.filter((t) => t >= mark));
        const off = Math.abs(first.energyMj + second.energyMj - whole.energyMj);
        expect(off).toBeLessThanOrEqual((spread * (right - left)) / 2e6 + 1e-3);
      }),
    );
  });

  it('is linear in power', () => {
    fc.assert(
      fc.property(cases, fc.double({ min: 0.1, max: 10, noNaN: true }), ({ samples, window, averagingUs }, factor) => {
        const energy = integrateEnergy(samples, window, averagingUs)!;
        fc.pre(energy !== null);
        const scaled = { tUs: samples.tUs, powerMw: samples.powerMw.map((mw) => mw * factor) };
        expect(integrateEnergy(scaled, window, averagingUs)!.energyMj).toBeCloseTo(energy.energyMj * factor, 2);
      }),
    );
  });

  it('does not look at samples that reach beyond a mark', () => {
    fc.assert(
      fc.property(cases, fc.integer({ min: 0, max: 30_000 }), ({ samples, window, averagingUs }, idleMw) => {
        const reaches = (t: number): boolean => t - averagingUs < window.startUs || t + averagingUs > window.endUs;
        const other = {
          tUs: samples.tUs,
          powerMw: samples.powerMw.map((mw, i) => (reaches(samples.tUs[i]!) ? idleMw : mw)),
        };
        expect(integrateEnergy(other, window, averagingUs)).toEqual(integrateEnergy(samples, window, averagingUs));
      }),
    );
  });

  it('has nothing to say about a window without length or samples', () => {
    const samples = everyTenth([5000, 5000, 5000]);
    expect(integrateEnergy(samples, { startUs: 100_000, endUs: 100_000 })).toBeNull();
    expect(integrateEnergy(samples, { startUs: 200_000, endUs: 100_000 })).toBeNull();
    expect(integrateEnergy(samples, { startUs: 110_000, endUs: 190_000 })).toBeNull();
    expect(integrateEnergy(samples, { startUs: 50_000, endUs: 150_000 }, 60_000)).toBeNull();
    expect(integrateEnergy({ tUs: [], powerMw: [] }, { startUs: 0, endUs: 1 })).toBeNull();
  });
});

describe('edges and gaps', () => {
  it('bounds what holding the outer samples can be off by the range seen', () => {
    const energy = integrateEnergy(everyTenth([4000, 8000, 6000, 5000]), { startUs: -50_000, endUs: 320_000 })!;
    expect(energy.edgeUncertaintyMj).toBeCloseTo((50_000 * 4000 + 20_000 * 3000) / 1e6, 9);
  });

  it('sees no gap in even sampling', () => {
    const energy = integrateEnergy(everyTenth(Array<number>(50).fill(5000)), { startUs: -90_000, endUs: 4_990_000 })!;
    expect(energy).toMatchObject({ samples: 50, medianPeriodUs: 100_000, gapShare: 0, gapUncertaintyMj: 0 });
  });

  it('bounds a gap by the extremes of its neighbours', () => {
    const tUs = [0, 1, 2, 3, 4, 5, 10, 11, 12, 13, 14, 15].map((t) => t * 100_000);
    const powerMw = [9000, 5000, 5000, 5000, 5000, 5000, 6000, 5000, 5000, 4000, 5000, 9000];
    const energy = integrateEnergy({ tUs, powerMw }, { startUs: 0, endUs: 1_500_000 })!;
    expect(energy.gapShare).toBeCloseTo(0.5 / 1.5, 9);
    // Between 5000 and 6000 the mean is 5500; the five samples on each side reach from 4000 to 6000.
    expect(energy.gapUncertaintyMj).toBeCloseTo((500_000 * 1500) / 1e6, 9);
  });

  it('counts a sampler that fell silent before the end, or began late, as a gap', () => {
    const samples = everyTenth(Array<number>(50).fill(5000));
    expect(integrateEnergy(samples, { startUs: 0, endUs: 9_800_000 })!.gapShare).toBeCloseTo(0.5, 6);
    expect(integrateEnergy(samples, { startUs: -4_900_000, endUs: 4_900_000 })!.gapShare).toBeCloseTo(0.5, 6);
  });

  it('takes the whole window for a gap when a single sample lies inside', () => {
    const energy = integrateEnergy(everyTenth([5000, 6000, 7000]), { startUs: 60_000, endUs: 140_000 })!;
    expect(energy).toMatchObject({ samples: 1, medianPeriodUs: null, gapShare: 1, energyMj: 480 });
  });

  it('does not take the wait for the first whole reading of a slow sensor for a gap', () => {
    const samples = everyTenth(Array<number>(100).fill(5000));
    const energy = integrateEnergy(samples, { startUs: 10_000, endUs: 9_890_000 }, 422_000)!;
    expect(energy.gapShare).toBe(0);
  });

  function truthStaysInside(dipMw: number): boolean {
    const tUs = [0, 1, 2, 3, 4, 5, 10, 11, 12, 13, 14, 15].map((t) => t * 100_000);
    const powerMw = [8000, 7000, 8000, 7000, 8000, 7000, 8000, 7000, 8000, 7000, 8000, 7000];
    const energy = integrateEnergy({ tUs, powerMw }, { startUs: 0, endUs: 1_500_000 })!;
    const truthMj = energy.energyMj - ((7500 - dipMw) * 500_000) / 1e6;
    return Math.abs(energy.energyMj - truthMj) <= energy.gapUncertaintyMj;
  }

  it('covers any power within the range seen around the gap, and only that', () => {
    expect([7000, 7200, 8000].map(truthStaysInside)).toEqual([true, true, true]);
    expect(truthStaysInside(3000)).toBe(false);
  });
});

function splitAt(samples: PowerSamples, window: TimeWindow, mark: number): [number, number, number] {
  const energyOf = (startUs: number, endUs: number): number => integrateEnergy(samples, { startUs, endUs })!.energyMj;
  return [energyOf(window.startUs, mark), energyOf(mark, window.endUs), energyOf(window.startUs, window.endUs)];
}
