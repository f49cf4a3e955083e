import { frequencyFactor } from './frequency-factor';
import { isWithin } from './is-within';

/** All clusters of a device have the same table: that of the first is taken. */
export const cpuFrequency = frequencyFactor({
  name: 'cpuFrequency',
  key: 'cpuKhz',
  title: 'CPU',
  unit: 'kHz',
  isLimited: ({ cpuPolicies }) =>
    cpuPolicies.some(({ frequenciesKhz, minKhz, maxKhz }) => isWithin(frequenciesKhz, minKhz, maxKhz)),
  stepsOf: ({ cpuPolicies }) => cpuPolicies[0]?.frequenciesKhz ?? [],
});
