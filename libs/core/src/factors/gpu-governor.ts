import { governorFactor } from './governor-factor';
import { GPU_GOVERNORS } from './governors';

export const gpuGovernor = governorFactor({
  name: 'gpuGovernor',
  key: 'gpuGovernor',
  title: 'GPU governor',
  words: GPU_GOVERNORS,
  clock: 'gpuHz',
  governorsOf: ({ gpu }) => gpu?.governors ?? [],
  defaultsOf: ({ gpu }) => (gpu?.governor ? [gpu.governor] : []),
});
