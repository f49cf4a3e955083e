import type { DeviceClass } from '@joulefleet/core';
import type { BoardLayout } from './layout';

export const CPU_FOLDER = 'sys/devices/system/cpu';
export const THERMAL_FOLDER = 'sys/devices/virtual/thermal';
export const MARKER_FILE = 'etc/joulefleet-twin.json';
export const STAT_FILE = 'proc/stat';
export const UPTIME_FILE = 'proc/uptime';
/** What an administrator put on the board's disk: it outlives a boot. */
export const KEPT_FOLDERS = ['etc/sudoers.d', 'etc/joulefleet', 'usr/local/lib/joulefleet'];
export const WORKLOAD_FOLDER = 'opt/joulefleet/workloads';

/** Folder of the cpufreq policy of these CPUs. */
export function policyFolder(cpus: readonly number[]): string {
  return `${CPU_FOLDER}/cpufreq/policy${cpus[0]}`;
}

/** What the kernel counts of the clock of these CPUs. */
export function timeInStateFile(cpus: readonly number[]): string {
  return `${policyFolder(cpus)}/stats/time_in_state`;
}

/** What the kernel counts of the GPU's clock. */
export function transStatFile({ gpu }: BoardLayout): string {
  return `${gpu.devfreq}/trans_stat`;
}

/** debugfs of the memory clock: its folder, and the names of its lock and rate. */
export function memoryFiles(deviceClass: DeviceClass): {
  folder: string;
  lock: string;
  rate: string;
  hasLimits: boolean;
} {
  return deviceClass === 'jetson-nano'
    ? { folder: 'sys/kernel/debug/clk/override.emc', lock: 'clk_state', rate: 'clk_update_rate', hasLimits: false }
    : { folder: 'sys/kernel/debug/bpmp/debug/clk/emc', lock: 'mrq_rate_locked', rate: 'rate', hasLimits: true };
}

export function thermalZoneFolder(index: number): string {
  return `${THERMAL_FOLDER}/thermal_zone${index}`;
}

/** The device through which the kernel lowers the GPU's clock for heat. */
export const GPU_COOLING_FOLDER = `${THERMAL_FOLDER}/cooling_device0`;

/** Files that one channel (counted from 0) of the power monitor is read from. */
export function railFiles(
  layout: BoardLayout,
  channel: number,
): { label: string; voltage: string; current: string; power?: string } {
  const { driver, folder } = layout.sensor;
  if (driver === 'iio') {
    return {
      label: `${folder}/rail_name_${channel}`,
      voltage: `${folder}/in_voltage${channel}_input`,
      current: `${folder}/in_current${channel}_input`,
      power: `${folder}/in_power${channel}_input`,
    };
  }
  const number = channel + 1;
  return {
    label: `${folder}/in${number}_label`,
    voltage: `${folder}/in${number}_input`,
    current: `${folder}/curr${number}_input`,
  };
}
