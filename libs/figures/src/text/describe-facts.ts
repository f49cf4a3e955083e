import type { DeviceView } from '@joulefleet/contracts';
import { formatFrequency } from '@joulefleet/core';

type Facts = NonNullable<DeviceView['facts']>;

const GIB = 1024 ** 3;

/** A fact with its name; null: there is none. */
export type FactField = readonly [name: string, text: string | readonly string[] | null | undefined];

/** What a probe read off a device, line by line. */
export function factFields(facts: DeviceView['facts']): FactField[] {
  if (!facts) return [['facts', 'not probed yet']];
  const { powerMode, gpu } = facts;
  return [
    ['model', facts.model],
    ['serial', facts.serial],
    ['software', softwareOf(facts)],
    ['CPU', [coresOf(facts), ...facts.cpuPolicies.map(describePolicy)]],
    ['GPU', gpu && `${span(gpu.frequenciesHz)}, ${gpu.governor}`],
    ['memory', `${(facts.memoryBytes / GIB).toFixed(1)} GiB`],
    ['disk', `${(facts.diskFreeBytes / GIB).toFixed(1)} GiB free`],
    ['rails', facts.rails.map(({ label, total }) => (total ? `${label} (total)` : label)).join(', ')],
    ['other chips', facts.otherRails.map(({ label, chip }) => `${label} (${chip})`)],
    ['unlabelled', facts.unlabelledChannels.map(({ channel, chip }) => `channel ${channel} of ${chip}`)],
    ['power mode', powerMode && describePowerMode(powerMode)],
    ['other modes', facts.powerModes.filter(({ id }) => id !== powerMode?.id).map(describeOtherMode)],
    ['fan', facts.fan && describeFan(facts.fan)],
    ['thermal', facts.thermalZones.map(({ type, temperatureC }) => `${type} ${temperatureC.toFixed(1)} °C`).join(', ')],
    ['clocks', facts.canSetClocks ? 'can be set' : 'cannot be set: no root'],
    ['workloads', facts.workloads.join(', ')],
    ['time scale', facts.timeScale && facts.timeScale !== 1 ? String(facts.timeScale) : null],
    ['missing', facts.missing.map(({ what, lookedFor }) => `${what} (looked for ${lookedFor})`)],
  ];
}

/** `4 of 6 cores on`. */
function coresOf({ cores, coresPresent }: Facts): string {
  return coresPresent === null || coresPresent === cores ? `${cores} cores` : `${cores} of ${coresPresent} cores on`;
}

/** `JetPack 4.6.4, L4T 32.7.4, kernel 4.9-tegra, Python 3.6.9`. */
export function softwareOf({ jetpack, l4t, kernel, python }: Facts): string {
  const parts = [
    jetpack && `JetPack ${jetpack}`,
    l4t && `L4T ${l4t.release}.${l4t.revision}`,
    `kernel ${kernel}`,
    `Python ${python}`,
  ];
  return parts.filter(Boolean).join(', ');
}

/** The name, and what it limits. */
function describePowerMode({ id, name, meaning }: NonNullable<Facts['powerMode']>): string {
  const mode = name ?? `mode ${id}`;
  if (!meaning) return mode;
  const { cores, cpuMaxKhz, gpuMaxHz } = meaning;
  const limits = [
    cores === null ? null : `${cores} cores`,
    cpuMaxKhz === null ? null : `CPU up to ${formatFrequency(cpuMaxKhz * 1000)}`,
    gpuMaxHz === null ? null : `GPU up to ${formatFrequency(gpuMaxHz)}`,
  ].filter((limit) => limit !== null);
  return limits.length === 0 ? mode : `${mode}: ${limits.join(', ')}`;
}

/** Why it cannot be set is said after what it limits. */
function describeOtherMode({ reason, ...mode }: Facts['powerModes'][number]): string {
  return [describePowerMode(mode), ...(reason === null ? [] : [reason])].join('; ');
}

function describeFan({ pwm, controlled }: NonNullable<Facts['fan']>): string {
  const speed = pwm === null ? 'speed unknown' : `${Math.round((100 * pwm) / 255)} %`;
  return `${speed}, ${controlled ? 'set by the board itself' : 'set by hand'}`;
}

function describePolicy({ policy, frequenciesKhz, governor }: Facts['cpuPolicies'][number]): string {
  return `policy ${policy}: ${span(frequenciesKhz.map((khz) => khz * 1000))}, ${governor}`;
}

function span(frequenciesHz: readonly number[]): string {
  const low = formatFrequency(Math.min(...frequenciesHz));
  return `${frequenciesHz.length} steps from ${low} to ${formatFrequency(Math.max(...frequenciesHz))}`;
}
