import type { Clock } from './cell';
import { snapLevels } from './snap-levels';
import type { SweepDevice, SweepFactors, SweepSpec, SweepWorkload } from './sweep-spec';

/** The levels of every factor that one device can really take. */
export interface DeviceLevels {
  readonly workloads: readonly SweepWorkload[];
  readonly batchSize: readonly number[];
  readonly cpuKhz: readonly Clock[];
  readonly gpuHz: readonly Clock[];
  readonly cpuGovernor: readonly (string | null)[];
  readonly gpuGovernor: readonly (string | null)[];
}

/** A campaign's factors for one device class: the general ones with the class's overrides on top. */
export function factorsOf(spec: SweepSpec, deviceClass: string): SweepFactors {
  const override = spec.factors.perClass[deviceClass] ?? {};
  return {
    gpuFrequency: override.gpuFrequency ?? spec.factors.gpuFrequency,
    cpuFrequency: override.cpuFrequency ?? spec.factors.cpuFrequency,
    batchSize: override.batchSize ?? spec.factors.batchSize,
    cpuGovernor: override.cpuGovernor ?? spec.factors.cpuGovernor,
    gpuGovernor: override.gpuGovernor ?? spec.factors.gpuGovernor,
  };
}

/** Whether a workload can be executed on a device: a user's own command always, another one when it is installed. */
export function canExecute(workload: SweepWorkload, device: SweepDevice): boolean {
  return workload.command !== null || device.workloads.includes(workload.name);
}

/** Snaps every factor to one device and says what was changed or left out on the way. */
export function levelsOnDevice(spec: SweepSpec, device: SweepDevice): { levels: DeviceLevels; notes: string[] } {
  const factors = factorsOf(spec, device.deviceClass);
  const gpu = snapLevels(factors.gpuFrequency, device.gpuHz, 'gpuFrequency');
  const cpu = snapLevels(factors.cpuFrequency, cpuTableHz(device), 'cpuFrequency');
  const cpuGovernor = offeredGovernors(factors.cpuGovernor, device.cpuGovernors, 'cpuGovernor');
  const gpuGovernor = offeredGovernors(factors.gpuGovernor, device.gpuGovernors, 'gpuGovernor');
  const missing = spec.workloads.filter((workload) => !canExecute(workload, device));
  const levels = {
    workloads: spec.workloads.filter((workload) => canExecute(workload, device)),
    batchSize: factors.batchSize,
    gpuHz: gpu.levelsHz,
    cpuKhz: cpu.levelsHz.map((level) => (level === 'dvfs' ? level : Math.round(level / 1000))),
    cpuGovernor: cpuGovernor.offered,
    gpuGovernor: gpuGovernor.offered,
  };
  const missingNotes = missing.map((workload) => `workload ${workload.name} left out: not installed`);
  return { levels, notes: [...missingNotes, ...gpu.notes, ...cpu.notes, ...gpuGovernor.notes, ...cpuGovernor.notes] };
}

export function cpuTableHz(device: SweepDevice): number[] {
  return device.cpuKhz.map((khz) => khz * 1000);
}

function offeredGovernors(
  wanted: readonly (string | null)[],
  table: readonly string[] | undefined,
  label: string,
): { offered: (string | null)[]; notes: string[] } {
  const isOffered = (governor: string | null): boolean =>
    governor === null || table === undefined || table.includes(governor);
  const absent = wanted.filter((governor) => !isOffered(governor));
  const notes = absent.map((governor) => `${label} ${governor} left out: the device offers ${table?.join(', ')}`);
  return { offered: wanted.filter(isOffered), notes };
}
