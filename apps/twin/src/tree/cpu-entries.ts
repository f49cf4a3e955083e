import type { DeviceClass } from '@joulefleet/core';
import { frequencyTable } from '@joulefleet/core';
import { bootCpu, type BoardClass } from '../board/board-class';
import type { BoardLayout } from './layout';
import { CPU_FOLDER, policyFolder, timeInStateFile } from './paths';
import { filesIn, linkTo, type TreeEntry } from './tree-entry';

/** cpufreq: one folder per policy, and each CPU's link to its own. */
export function cpuEntries(deviceClass: DeviceClass, board: BoardClass, layout: BoardLayout): TreeEntry[] {
  const { cpuPolicies, cores } = frequencyTable(deviceClass);
  const range = `0-${cores - 1}`;
  return [
    ...filesIn(CPU_FOLDER, { online: range, possible: range, present: range }),
    ...cpuPolicies.flatMap((cpus) => [
      ...policyEntries(cpus, board),
      ...(layout.countsClocks ? [{ path: timeInStateFile(cpus), text: '' }] : []),
      ...cpus.flatMap((cpu) => [
        ...filesIn(`${CPU_FOLDER}/cpu${cpu}`, { online: 1 }),
        linkTo(`${CPU_FOLDER}/cpu${cpu}/cpufreq`, policyFolder(cpus)),
      ]),
    ]),
  ];
}

function policyEntries(cpus: readonly number[], board: BoardClass): TreeEntry[] {
  const { frequencies, governors } = board.cpu;
  const boot = bootCpu(board);
  return filesIn(policyFolder(cpus), {
    related_cpus: cpus.join(' '),
    affected_cpus: cpus.join(' '),
    scaling_available_frequencies: `${frequencies.join(' ')} `,
    scaling_available_governors: `${governors.join(' ')} `,
    scaling_governor: boot.governor,
    scaling_min_freq: boot.min,
    scaling_max_freq: boot.max,
    scaling_cur_freq: boot.min,
    scaling_setspeed: '<unsupported>',
    cpuinfo_min_freq: Math.min(...frequencies),
    cpuinfo_max_freq: Math.max(...frequencies),
    cpuinfo_cur_freq: boot.min,
    cpuinfo_transition_latency: 300000,
  });
}
