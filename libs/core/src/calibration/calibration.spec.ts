import { normalDeviate, seededRandom } from '../random';
import { fitCalibration, type CalibrationRequest } from './fit-calibration';
import { calibratedMj, calibratedMw, type CalibrationPair } from './calibration';
import { parseMeter } from './parse-meter';
import { parsePairs } from './parse-pairs';

const METER = { share: 0.001, offsetMw: 2 };
const RAIL = { supplyMv: 5_000, shuntMicroOhm: 5_000 };
const POWERS = [1_200, 2_000, 3_500, 5_000, 7_500, 10_000];

const pair = (readingMw: number, meterMw: number, u: number | null = null): CalibrationPair => ({
  readingMw,
  meterMw,
  meterUncertaintyMw: u,
});
/** What a sensor of this gain and offset shows beside a true power. */
const shown = (gainPct: number, offsetMw: number, noiseMw = 0, seed = 1): CalibrationPair[] => {
  const random = seededRandom(seed);
  return POWERS.map((mw) => pair(mw * (1 + gainPct / 100) + offsetMw + noiseMw * normalDeviate(random), mw));
};
const fit = (pairs: CalibrationPair[], over: Partial<CalibrationRequest> = {}) =>
  fitCalibration({ pairs, meter: METER, rail: RAIL, force: false, ...over });
const causeOf = (pairs: CalibrationPair[], over: Partial<CalibrationRequest> = {}) => {
  const fitted = fit(pairs, over);
  return fitted.ok ? null : fitted.refusal.cause;
};

describe('a calibration from pairs', () => {
  it('takes gain and offset of the sensor back', () => {
    const fitted = fit(shown(1.2, 40));
    expect(fitted).toMatchObject({ ok: true, calibration: { meter: METER } });
    if (!fitted.ok) return;
    expect(fitted.calibration.gain).toBeCloseTo(1 / 1.012, 9);
    expect(fitted.calibration.offsetMw).toBeCloseTo(-40 / 1.012, 6);
    expect(calibratedMw(fitted.calibration, 5_000 * 1.012 + 40)).toBeCloseTo(5_000, 6);
    expect(calibratedMj(fitted.calibration, 5_100_000 * 1.012, 1_000)).toBeCloseTo(5_100_000 - 40 / 1.012, 3);
  });

  it('states a covariance that covers the truth in 93 to 98 of a hundred fits', () => {
    let covered = 0;
    for (let seed = 0; seed < 1_000; seed++) {
      const fitted = fit(shown(0.5, 20, 4, seed));
      if (!fitted.ok) throw new Error(fitted.refusal.message);
      const { calibration: c } = fitted;
      const reading = 4_000;
      const variance = reading ** 2 * c.gainVariance + c.offsetVarianceMw2 + 2 * reading * c.covarianceMw;
      const truth = (reading - 20) / 1.005;
      if (Math.abs(calibratedMw(c, reading) - truth) <= 2 * Math.sqrt(variance)) covered++;
    }
    expect(covered / 1_000).toBeGreaterThan(0.93);
    expect(covered / 1_000).toBeLessThan(0.98);
  });

  it('weights pairs by the uncertainty of the meter, and takes its accuracy from them', () => {
    const pairs = shown(0.5, 10).map((each, i) => ({ ...each, meterUncertaintyMw: i === 0 ? 500 : 5 }));
    pairs[0]!.meterMw += 100;
    const fitted = fit(pairs, { meter: null });
    if (!fitted.ok) throw new Error(fitted.refusal.message);
    expect(fitted.calibration.gain).toBeCloseTo(1 / 1.005, 4);
    expect(fitted.calibration.meter.share).toBeCloseTo((Math.sqrt(3) * 500) / 1_300, 6);
  });

  it.each<[string, string, CalibrationPair[], Partial<CalibrationRequest>?]>([
    ['too few pairs', 'pairs', shown(0, 0).slice(0, 4)],
    ['what is no number', 'numbers', [...shown(0, 0), pair(NaN, 1_000)]],
    ['a power that is not above zero', 'numbers', [...shown(0, 0), pair(0, 1_000)]],
    ['a meter without an accuracy', 'meter', shown(0, 0), { meter: null }],
    ['an uncertainty in some pairs', 'meter', [...shown(0, 0), pair(3_000, 3_000, 5)]],
    ['pairs that are close together', 'span', POWERS.map((mw) => pair(5_000 + mw / 10, 5_000 + mw / 10))],
    ['a curve', 'not_linear', POWERS.map((mw) => pair(mw, mw + (mw / 10_000) ** 2 * 400))],
    ['a pair of another supply', 'not_linear', POWERS.map((mw, i) => pair(mw, i === 3 ? mw * 1.2 : mw))],
    ['scatter', 'scatter', shown(0, 0).map((each, i) => ({ ...each, meterMw: each.meterMw + (i % 2 ? 120 : -120) }))],
    ['a fit that turns power negative', 'negative_power', POWERS.map((mw) => pair(mw, mw - 150))],
    ['the same by force', 'negative_power', POWERS.map((mw) => pair(mw, mw - 150)), { force: true }],
    ['swapped signs by force', 'negative_power', POWERS.map((mw) => pair(11_500 - mw, mw)), { force: true }],
    ['a gain that the data sheet does not allow', 'beyond_datasheet', shown(6, 0)],
    ['an offset that it does not allow', 'beyond_datasheet', shown(0, -120)],
  ])('refuses %s', (_case, cause, pairs, over = {}) => {
    expect(causeOf(pairs, over)).toBe(cause);
  });

  it('takes by force what the data sheet does not allow, and more offset on a supply of 12 V', () => {
    expect(causeOf(shown(6, 0), { force: true })).toBeNull();
    expect(causeOf(shown(0, -120), { rail: { supplyMv: 12_000, shuntMicroOhm: 2_000 } })).toBeNull();
  });
});

describe('pairs from a table', () => {
  it.each([
    ['reading_mw,meter_mw\n1000,1010\n2000,2015.5\n', [pair(1000, 1010), pair(2000, 2015.5)]],
    ['# of May\r\n1000;1010;5\r\n\r\n2e3\t2015\t6', [pair(1000, 1010, 5), pair(2000, 2015, 6)]],
    ['', []],
  ])('reads %j', (text, pairs) => {
    expect(parsePairs(text)).toEqual({ ok: true, pairs });
  });

  it.each([
    ['reading,meter\n1000,NaN', 2, '"NaN" must be a number'],
    ['nan,1000', 1, '"nan" must be a number'],
    ['a,b\nc,d', 2, '"c" must be a number'],
    ['1000', 1, '1 columns; expected reading in mW, meter in mW'],
    ['1000,,5', 1, '"" must be a number'],
  ])('names the line of %j', (text, line, message) => {
    expect(parsePairs(text)).toMatchObject({ ok: false, line, message: expect.stringContaining(message) as string });
  });
});

it.each([
  ['WT310, 0.1 % + 5 mW', { name: 'WT310', accuracy: { share: 0.001, offsetMw: 5 } }],
  ['Joulescope, JS220, 0.3%', { name: 'Joulescope, JS220', accuracy: { share: 0.003, offsetMw: 0 } }],
  ['shunt box, 0.01 W', { name: 'shunt box', accuracy: { share: 0, offsetMw: 10 } }],
  ['WT310', { name: 'WT310', accuracy: null }],
  ['WT310, good', null],
])('reads the meter %j', (text, meter) => {
  expect(parseMeter(text)).toEqual(meter);
});
