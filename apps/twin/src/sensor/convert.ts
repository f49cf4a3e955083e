/** Errors of one device's sensor; the defaults are an ideal one but for its steps and its noise. */
export interface SensorErrors {
  gainPct: number;
  offsetMw: number;
  /** Standard deviation of the noise, in steps of the converter. */
  noise: number;
}

/** Enough to dither the steps: the mean of many readings is then off by less than 1 mW. */
export const DEFAULT_ERRORS: SensorErrors = { gainPct: 0, offsetMw: 0, noise: 0.45 };

/** 40 µV over a shunt of 5 mOhm, and the step of the bus voltage (datasheet SBOS576). */
export const CURRENT_STEP_MA = 8;
export const VOLTAGE_STEP_MV = 8;

const SUPPLY_MV = 5000;
/** What lies between the regulator and the point of measurement. */
const SUPPLY_OHM = 0.005;

export interface Conversion {
  voltageMv: number;
  currentMa: number;
  /** Product of both as read, as the iio driver reports it. */
  powerMw: number;
}

/** What the converter makes of a mean power; `noise` is two standard normal deviates, for current and voltage. */
export function convert(powerMw: number, errors: SensorErrors, noise: readonly [number, number]): Conversion {
  const seenMw = Math.max(0, powerMw * (1 + errors.gainPct / 100) + errors.offsetMw);
  const trueMa = currentOf(seenMw);
  const currentMa = step(trueMa, CURRENT_STEP_MA, errors.noise * noise[0]);
  const voltageMv = step(SUPPLY_MV - SUPPLY_OHM * trueMa, VOLTAGE_STEP_MV, errors.noise * noise[1]);
  return { voltageMv, currentMa, powerMw: Math.round((voltageMv * currentMa) / 1000) };
}

/** Current in mA that draws `powerMw` from a supply that droops: the smaller root of P = I (V0 - R I). */
function currentOf(powerMw: number): number {
  const discriminant = SUPPLY_MV ** 2 - 4 * SUPPLY_OHM * powerMw * 1000;
  return (2 * powerMw * 1000) / (SUPPLY_MV + Math.sqrt(discriminant));
}

function step(exact: number, stepSize: number, noiseSteps: number): number {
  return Math.max(0, Math.round(exact / stepSize + noiseSteps)) * stepSize;
}
