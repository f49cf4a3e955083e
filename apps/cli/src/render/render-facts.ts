import type { DeviceView } from '@joulefleet/contracts';
import { formatFrequency } from '@joulefleet/core';
import type { Field } from './render-fields';

const GIB = 1024 ** 3;

/** What a probe read off a device, line by line. */
export function factFields(facts: DeviceView['facts']): Field[] {
  if (!facts) return [['facts', 'not probed yet']];
  const { powerMode, gpu } = facts;
  return [
    ['model', facts.model],
    ['serial', facts.serial],
    ['software', softwareOf(facts)],
    ['CPU', [`${facts.cores} cores`, ...facts.cpuPolicies.map(describePolicy)]],
    ['GPU', gpu && `${span(gpu.frequenciesHz)}, ${gpu.governor}`],
    ['memory', `${(facts.memoryBytes / GIB).toFixed(1)} GiB`],
    ['disk', `${(facts.diskFreeBytes / GIB).toFixed(1)} GiB free`],
    ['rails', facts.rails.map(({ label, total }) => (total ? `${label} (total)` : label)).join(', ')],
    ['power mode', powerMode && (powerMode.name ?? `mode ${powerMode.id}`)],
    ['thermal', facts.thermalZones.map(({ type, temperatureC }) => `${type} ${temperatureC.toFixed(1)} °C`).join(', ')],
    ['clocks', facts.canSetClocks ? 'can be set' : 'cannot be set: no root'],
    ['workloads', facts.workloads.join(', ')],
    ['time scale', facts.timeScale && facts.timeScale !== 1 ? String(facts.timeScale) : null],
    ['missing', facts.missing.map(({ what, lookedFor }) => `${what} (looked for ${lookedFor})`)],
  ];
}

/** `JetPack 4.6.4, L4T 32.7.4, kernel 4.9-tegra, Python 3.6.9`. */
export function softwareOf({ jetpack, l4t, kernel, python }: NonNullable<DeviceView['facts']>): string {
  const parts = [
    jetpack && `JetPack ${jetpack}`,
    l4t && `L4T ${l4t.release}.${l4t.revision}`,
    `kernel ${kernel}`,
    `Python ${python}`,
  ];
  return parts.filter(Boolean).join(', ');
}

function describePolicy({
  policy,
  frequenciesKhz,
  governor,
}: NonNullable<DeviceView['facts']>['cpuPolicies'][number]): string {
  return `policy ${policy}: ${span(frequenciesKhz.map((khz) => khz * 1000))}, ${governor}`;
}

function span(frequenciesHz: readonly number[]): string {
  const low = formatFrequency(Math.min(...frequenciesHz));
  return `${frequenciesHz.length} steps from ${low} to ${formatFrequency(Math.max(...frequenciesHz))}`;
}
