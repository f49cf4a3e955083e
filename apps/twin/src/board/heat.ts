import { steadyTemperature, type Thermal } from '../physics';

/** How far below the throttling temperature a board must cool before its GPU is freed again. */
const THROTTLE_HYSTERESIS_C = 5;

/** Temperature after `durationUs` at `totalMw`: first order, exact for constant power. */
export function heat(thermal: Thermal, temperatureC: number, totalMw: number, durationUs: number): number {
  const steadyC = steadyTemperature(thermal, totalMw);
  return steadyC + (temperatureC - steadyC) * Math.exp(-durationUs / (thermal.timeConstantS * 1e6));
}

/** Whether the GPU is capped from now on. */
export function throttles(thermal: Thermal, temperatureC: number, throttled: boolean): boolean {
  return temperatureC > thermal.throttleC - (throttled ? THROTTLE_HYSTERESIS_C : 0);
}

/** Factor on power at a temperature other than the steady one of the operating point's mean power. */
export function leakage(thermal: Thermal, temperatureC: number, meanMw: number): number {
  return 1 + thermal.leakagePerC * (temperatureC - steadyTemperature(thermal, meanMw));
}
