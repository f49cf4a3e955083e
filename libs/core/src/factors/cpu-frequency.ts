import { frequencyFactor } from './frequency-factor';

/** All clusters of a device have the same table: that of the first is taken. */
export const cpuFrequency = frequencyFactor({
  name: 'cpuFrequency',
  key: 'cpuKhz',
  title: 'CPU',
  unit: 'kHz',
  stepsOf: ({ cpuPolicies }) => cpuPolicies[0]?.frequenciesKhz ?? [],
});
