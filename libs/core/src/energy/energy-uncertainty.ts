import type { WindowEnergy } from './integrate-energy';
import { INA3221, type SensorSpec } from './sensor-spec';

/** Coverage factor that uncertainties are shown with: about 95 % of a normal distribution. */
export const COVERAGE_FACTOR = 2;

/** Expanded uncertainties (k = 2) of one trial's energy, repeatability not included. */
export interface EnergyUncertainty {
  /** Of the figure on its own: every part. */
  absoluteUncertaintyMj: number;
  /** Of the figure against another of the same sensor: without gain and shunt tolerance, which cancel in the ratio. */
  relativeUncertaintyMj: number;
}

/**
 * Type B uncertainty of one trial's energy (GUM, JCGM 100:2008, 4.3.7 and 5.1.2): half-widths a of rectangular distributions
 * become standard uncertainties a / sqrt(3) and add in quadrature. The offset is 80 mW for the duration of the window; gains
 * and tolerance are shares of the energy; edges and gaps come from the integration, the alias share from `aliasBound`.
 *
 * @param aliasShare relative bound of the aliasing error (1 % = 0.01), 0 where none is known.
 */
export function energyUncertainty(
  energy: Pick<WindowEnergy, 'energyMj' | 'durationMs' | 'gapUncertaintyMj' | 'edgeUncertaintyMj'>,
  aliasShare: number,
  sensor: SensorSpec = INA3221,
): EnergyUncertainty {
  const { energyMj } = energy;
  const own = [
    offsetEnergyMj(sensor, energy.durationMs),
    energy.gapUncertaintyMj,
    energy.edgeUncertaintyMj,
    energyMj * aliasShare,
  ];
  const scale = [sensor.shuntGain, sensor.busGain, sensor.busOffset, sensor.shuntTolerance].map((g) => energyMj * g);
  return {
    absoluteUncertaintyMj: expandedOf([...own, ...scale]),
    relativeUncertaintyMj: expandedOf(own),
  };
}

/** Expanded uncertainty (k = 2) that the sensor's offset alone gives the energy of a window. */
export function offsetUncertaintyMj(durationMs: number, sensor: SensorSpec = INA3221): number {
  return expandedOf([offsetEnergyMj(sensor, durationMs)]);
}

function offsetEnergyMj(sensor: SensorSpec, durationMs: number): number {
  return (sensor.offsetMw * durationMs) / 1e3;
}

function expandedOf(halfWidths: readonly number[]): number {
  return COVERAGE_FACTOR * (Math.hypot(...halfWidths) / Math.sqrt(3));
}
