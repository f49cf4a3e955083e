import { frequencyFactor } from './frequency-factor';
import { isWithin } from './is-within';

export const gpuFrequency = frequencyFactor({
  name: 'gpuFrequency',
  key: 'gpuHz',
  title: 'GPU',
  unit: 'Hz',
  isLimited: ({ gpu }) => gpu !== null && isWithin(gpu.frequenciesHz, gpu.minHz, gpu.maxHz),
  stepsOf: ({ gpu }) => gpu?.frequenciesHz ?? [],
});
