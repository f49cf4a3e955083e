import type { DeviceClass } from '@joulefleet/core';

/**
 * First-order heating: the temperature goes towards ambientC + heatingCPerW x power with the time constant.
 *
 * `leakagePerC` is the relative extra of power per degree ABOVE the steady temperature of the operating point in force
 * (`steadyTemperature` of its power without leakage), negative below. The fitted powers are means over long windows, that
 * is at the steady temperature, where the extra is zero: leakage bends the way there and leaves the fit alone.
 */
export interface Thermal {
  ambientC: number;
  heatingCPerW: number;
  timeConstantS: number;
  /** Above this the GPU clock is capped. Reached in a hot room or with a failed fan, not at `ambientC`. */
  throttleC: number;
  leakagePerC: number;
}

/**
 * Plausible values for the developer kits with their heat sinks: no study fitted them. Chosen so that the hottest
 * operating point of the fit stays below `throttleC` at `ambientC`.
 */
const THERMALS: Record<DeviceClass, Thermal> = {
  'jetson-nano': { ambientC: 25, heatingCPerW: 3.6, timeConstantS: 120, throttleC: 97, leakagePerC: 0.0008 },
  'jetson-xavier-nx': { ambientC: 25, heatingCPerW: 2.2, timeConstantS: 90, throttleC: 90, leakagePerC: 0.0008 },
  'jetson-orin-nx': { ambientC: 25, heatingCPerW: 2.1, timeConstantS: 90, throttleC: 95, leakagePerC: 0.0008 },
};

export function thermalOf(deviceClass: DeviceClass): Thermal {
  return THERMALS[deviceClass];
}

/** Temperature in degrees C at which heating by `totalMw` and cooling balance. */
export function steadyTemperature(thermal: Thermal, totalMw: number): number {
  return thermal.ambientC + (thermal.heatingCPerW * totalMw) / 1e3;
}
