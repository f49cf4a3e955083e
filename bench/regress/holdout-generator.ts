import { normalDeviate, type Random } from '@joulefleet/core';
import { DEVICES, deviceOf, EXECUTIONS, SERIES, type NightGenerator } from './simulated-fleet';

const PCT = 0.01;

/**
 * Nights that the detector was not tuned on: this was written before the detector, and constants were chosen on `tuningNights`. It was scored
 * while the detector was made, though, and what it showed led to parts of it (docs/nights.md, "What falls short"). It differs from
 * `tuningNights` in kind, not only in size:
 * - series scatter unlike each other (log-normal, sigma 0.35), devices too (0.7, 1, 1.4 times);
 * - executions are contaminated: one of twenty scatters three times as much, and rather upwards;
 * - a device's night is an Ornstein-Uhlenbeck process with jumps that stay (1 of 100 nights, 2 %);
 * - weekdays act on each device, and a little on each series by itself;
 * - the season (2 % in a year) acts on each series with a gain of its own, 0.9 to 1.1;
 * - 2 % of the nights of devices and 1 % of those of series are missing;
 * - a version has luck of its own each night (layout of memory, 0.12 %), which measuring again does not average out;
 * - 1 % of the nights of devices are bad: 3 % off, executions scatter twice as much.
 */
export function holdoutNights(random: Random): NightGenerator {
  const deviate = (sd: number): number => sd * normalDeviate(random);
  const scaleOfDevice = [0.7, 1, 1.4];
  const scales = SERIES.map((_, i) => scaleOfDevice[deviceOf(i)]! * Math.exp(deviate(0.35)));
  const gains = SERIES.map(() => 0.9 + 0.2 * random());
  const weekdays = SERIES.map(() => Array.from({ length: 7 }, () => deviate(0.12 * PCT)));
  const deviceWeekdays = Array.from({ length: DEVICES }, () => Array.from({ length: 7 }, () => deviate(0.3 * PCT)));
  const level = Array.from({ length: DEVICES }, () => deviate(0.6 * PCT));
  const jumped = new Float64Array(DEVICES);
  const phase = 2 * Math.PI * random();
  let night = -1;
  const contaminated = (): number => (random() < 0.05 ? 3 * (Math.abs(normalDeviate(random)) - 0.4) : deviate(1));
  return {
    next: (shiftOf) => {
      night++;
      const season = PCT * Math.sin(phase + (2 * Math.PI * night) / 365);
      const devices = level.map((before, device) => {
        level[device] = 0.8 * before + deviate(0.36 * PCT);
        if (random() < 0.01) jumped[device] = jumped[device]! + 2 * PCT * (random() < 0.5 ? -1 : 1);
        const bad = random() < 0.01;
        const shift = level[device] + jumped[device]! + deviceWeekdays[device]![night % 7]! + (bad ? 3 * PCT : 0);
        return { shift, noise: 1.1 * PCT * (bad ? 2 : 1), missing: random() < 0.02 };
      });
      const base = SERIES.map((_, i) => {
        const own = deviate(0.4 * PCT * scales[i]!) + weekdays[i]![night % 7]! + gains[i]! * season;
        return devices[deviceOf(i)]!.shift + own;
      });
      const luck = SERIES.map(() => ({ former: deviate(0.12 * PCT), present: deviate(0.12 * PCT) }));
      const execute = (i: number, shift: number, version: 'former' | 'present'): number =>
        shift + base[i]! + luck[i]![version] + devices[deviceOf(i)]!.noise * scales[i]! * contaminated();
      const executions = new Float64Array(SERIES.length * EXECUTIONS).fill(NaN);
      for (let i = 0; i < SERIES.length; i++) {
        const shift = shiftOf(i);
        if (devices[deviceOf(i)]!.missing || random() < 0.01) continue;
        for (let k = 0; k < EXECUTIONS; k++) executions[i * EXECUTIONS + k] = execute(i, shift, 'present');
      }
      return { executions, measureAgain: execute };
    },
  };
}
