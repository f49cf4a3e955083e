import { KNOWN_WORKLOADS } from '@joulefleet/core';
import type { Programs } from '../programs/programs';
import { WORKLOAD_FOLDER } from './paths';
import type { TreeEntry } from './tree-entry';

/** What can be executed on the board. */
export function programEntries({ runner, nvpmodel, reboot, tegrastats }: Programs): TreeEntry[] {
  return [
    { path: 'usr/sbin/nvpmodel', text: nvpmodel, executable: true },
    { path: 'usr/bin/tegrastats', text: tegrastats, executable: true },
    { path: 'sbin/reboot', text: reboot, executable: true },
    ...KNOWN_WORKLOADS.map((name) => ({ path: `${WORKLOAD_FOLDER}/${name}`, text: runner, executable: true })),
  ];
}
