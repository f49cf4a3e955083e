import { normalDeviate, type Random } from '@joulefleet/core';
import { DEVICES, deviceOf, EXECUTIONS, SERIES, type NightGenerator } from './simulated-fleet';

const PCT = 0.01;
/** Degrees of freedom of the heavy tails of executions. */
const TAIL = 5;

/**
 * Nights that the detector was tuned on: a device's night is autocorrelated (0.6 %, 0.7 from night to night) on top of a slow random walk
 * and of weekdays (0.3 %); each series has its own night (0.4 %, 0.2 from night to night); executions scatter by 1.2 % with the tails of
 * Student's t with 5 degrees of freedom; 1 % of the nights of devices are bad (2 to 6 % off).
 */
export function tuningNights(random: Random): NightGenerator {
  const deviate = (sd: number): number => sd * normalDeviate(random);
  const device = Float64Array.from({ length: DEVICES }, () => deviate(0.6 * PCT));
  const drifted = new Float64Array(DEVICES);
  const own = Float64Array.from(SERIES, () => deviate(0.4 * PCT));
  const weekdays = Array.from({ length: 7 }, () => deviate(0.3 * PCT));
  let night = -1;
  return {
    next: (shiftOf) => {
      night++;
      const base = Float64Array.from({ length: DEVICES }, (_, d) => {
        device[d] = 0.7 * device[d]! + deviate(0.6 * PCT * Math.sqrt(1 - 0.7 ** 2));
        drifted[d] = drifted[d]! + deviate(0.05 * PCT);
        const bad = random() < 0.01 ? (2 + 4 * random()) * PCT * (random() < 0.5 ? -1 : 1) : 0;
        return device[d] + drifted[d] + weekdays[night % 7]! + bad;
      });
      for (let i = 0; i < own.length; i++) own[i] = 0.2 * own[i]! + deviate(0.4 * PCT * Math.sqrt(1 - 0.2 ** 2));
      const execute = (i: number, shift: number): number =>
        shift + base[deviceOf(i)]! + own[i]! + 1.2 * PCT * heavyTailed(random);
      const executions = new Float64Array(SERIES.length * EXECUTIONS);
      for (let i = 0; i < SERIES.length; i++) {
        const shift = shiftOf(i);
        for (let k = 0; k < EXECUTIONS; k++) executions[i * EXECUTIONS + k] = execute(i, shift);
      }
      return { executions, measureAgain: execute };
    },
  };
}

/** Student's t, scaled to variance 1. */
function heavyTailed(random: Random): number {
  let squares = 0;
  for (let i = 0; i < TAIL; i++) squares += normalDeviate(random) ** 2;
  return (normalDeviate(random) / Math.sqrt(squares / TAIL)) * Math.sqrt((TAIL - 2) / TAIL);
}
