/** What is known of a source of power readings that is no INA3221. Figures are half-widths of rectangular distributions. */
export interface OtherSensor {
  readonly offsetMw: number;
  /** Relative. */
  readonly gain: number;
  /** `stated` by its maker, if only of earlier products; `assumed` by us; or `unknown`: then it is assumed too, and more. */
  readonly accuracy: 'stated' | 'assumed' | 'unknown';
}

/**
 * NVIDIA: slides on the Tesla C2075 name +- 5 W; the reference of NVML states +-5 % for Fermi and Kepler and nothing for later boards, of which +- 5 W are
 * assumed. Of RAPL Intel states no accuracy; Khan et al. (RAPL in Action, ACM TOMPECS 3(2), 2018) found its readings to follow
 * the plug's closely. Of hwmon and batteries it depends on the board. docs/measurement.md, "Other sources of power", has the reasons.
 */
const NVIDIA: OtherSensor = { offsetMw: 5_000, gain: 0, accuracy: 'stated' };
const ASSUMED: OtherSensor = { offsetMw: 0, gain: 0.05, accuracy: 'assumed' };
const OTHER_SENSORS: Readonly<Record<string, OtherSensor>> = {
  nvml: NVIDIA,
  'nvidia-smi': NVIDIA,
  rapl: ASSUMED,
  'hwmon-power': ASSUMED,
  'power-supply': ASSUMED,
  command: { offsetMw: 0, gain: 0.1, accuracy: 'unknown' },
};

/** By the layout of a rail; null: it is an INA3221, which tegrastats reads as well. */
export function otherSensor(layout: string | null): OtherSensor | null {
  return layout !== null && Object.hasOwn(OTHER_SENSORS, layout) ? OTHER_SENSORS[layout]! : null;
}
