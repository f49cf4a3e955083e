import { frequencyFactor } from './frequency-factor';

export const gpuFrequency = frequencyFactor({
  name: 'gpuFrequency',
  key: 'gpuHz',
  title: 'GPU',
  unit: 'Hz',
  stepsOf: ({ gpu }) => gpu?.frequenciesHz ?? [],
});
