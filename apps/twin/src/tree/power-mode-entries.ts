import type { DeviceClass } from '@joulefleet/core';
import { frequencyTable } from '@joulefleet/core';
import type { BoardLayout, PowerMode } from './layout';
import type { TreeEntry } from './tree-entry';

/** /etc/nvpmodel.conf in NVIDIA's syntax, without the path table, and the mode that is active. */
export function powerModeEntries(deviceClass: DeviceClass, { powerModes }: BoardLayout): TreeEntry[] {
  const { cores, cpuPolicies } = frequencyTable(deviceClass);
  const blocks = powerModes.modes.map((mode) => modeBlock(mode, cores, activeClusters(mode)));
  const active = String(powerModes.active).padStart(4, '0');
  return [
    { path: 'etc/nvpmodel.conf', text: `${blocks.join('\n')}\n< PM_CONFIG DEFAULT=${powerModes.default} >\n` },
    { path: 'var/lib/nvpmodel/status', text: `pmode:${active} fmode:quiet\n` },
  ];

  function activeClusters(mode: PowerMode): string[] {
    return powerModes.clusters.filter((_, policy) => (cpuPolicies[policy]?.[0] ?? Infinity) < mode.onlineCores);
  }
}

function modeBlock(mode: PowerMode, cores: number, clusters: readonly string[]): string {
  const online = Array.from(
    { length: cores },
    (_, core) => `CPU_ONLINE CORE_${core} ${core < mode.onlineCores ? 1 : 0}`,
  );
  const cpu = clusters.flatMap((name) => [`${name} MIN_FREQ ${mode.cpuMinKhz}`, `${name} MAX_FREQ ${mode.cpuMaxKhz}`]);
  return [
    `< POWER_MODEL ID=${mode.id} NAME=${mode.name} >`,
    ...online,
    ...(mode.tpcMask === null ? [] : [`TPC_POWER_GATING TPC_PG_MASK ${mode.tpcMask}`]),
    ...cpu,
    'GPU MIN_FREQ 0',
    `GPU MAX_FREQ ${mode.gpuMaxHz}`,
    '',
  ].join('\n');
}
