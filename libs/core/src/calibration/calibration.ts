/** One comparison of a rail with an external meter, both at steady power. */
export interface CalibrationPair {
  /** What the board's own sensor showed, uncalibrated. */
  readingMw: number;
  /** What the meter showed at the same time. */
  meterMw: number;
  /** Standard uncertainty of the meter's value; null: not stated. */
  meterUncertaintyMw: number | null;
}

/** What a meter may be off: half-widths of rectangular distributions, which add. */
export interface MeterAccuracy {
  /** Share of the reading (0.1 % = 0.001). */
  share: number;
  offsetMw: number;
}

/** True power = gain x reading + offset, with the covariance of both and the accuracy of the meter that they come from. */
export interface Calibration {
  gain: number;
  offsetMw: number;
  gainVariance: number;
  offsetVarianceMw2: number;
  /** Of gain and offset. */
  covarianceMw: number;
  meter: MeterAccuracy;
}

/** Power in mW that a reading stands for. */
export function calibratedMw({ gain, offsetMw }: Pick<Calibration, 'gain' | 'offsetMw'>, readingMw: number): number {
  return gain * readingMw + offsetMw;
}

/** Energy in mJ of a window whose uncalibrated energy is `energyMj`: gain x E + offset x T, because both are linear. */
export function calibratedMj(
  { gain, offsetMw }: Pick<Calibration, 'gain' | 'offsetMw'>,
  energyMj: number,
  durationMs: number,
): number {
  return gain * energyMj + (offsetMw * durationMs) / 1e3;
}
