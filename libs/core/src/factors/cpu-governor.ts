import { governorFactor } from './governor-factor';
import { CPU_GOVERNORS } from './governors';

export const cpuGovernor = governorFactor({
  name: 'cpuGovernor',
  key: 'cpuGovernor',
  title: 'CPU governor',
  words: CPU_GOVERNORS,
  clock: 'cpuKhz',
  governorsOf: ({ cpuPolicies }) => [...new Set(cpuPolicies.flatMap(({ governors }) => governors))],
  defaultsOf: ({ cpuPolicies }) => cpuPolicies.flatMap(({ governor }) => governor ?? []),
});
