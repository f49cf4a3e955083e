import tables from './frequency-tables.json';

/** Device classes that Joulefleet knows: their frequency tables, rails and limits are fixed facts of the hardware. */
export const DEVICE_CLASSES = ['jetson-nano', 'jetson-xavier-nx', 'jetson-orin-nx'] as const;
export type DeviceClass = (typeof DEVICE_CLASSES)[number];

export interface FrequencyTable {
  /** CPU frequencies in kHz, ascending, as `scaling_available_frequencies` lists them. */
  readonly cpuKhz: readonly number[];
  /** GPU frequencies in Hz, ascending, as devfreq's `available_frequencies` lists them. */
  readonly gpuHz: readonly number[];
  readonly cores: number;
  /** CPU numbers of each cpufreq policy. */
  readonly cpuPolicies: readonly (readonly number[])[];
  /** Label of the rail that measures the whole module: the one that energy is quoted from. */
  readonly totalRail: string;
  readonly partRails: readonly string[];
}

const FREQUENCY_TABLES: Record<DeviceClass, FrequencyTable> = tables.classes;

/** Frequency table of a device class; the device's own facts win where they differ. */
export function frequencyTable(deviceClass: DeviceClass): FrequencyTable {
  return FREQUENCY_TABLES[deviceClass];
}

export function isDeviceClass(text: string): text is DeviceClass {
  return (DEVICE_CLASSES as readonly string[]).includes(text);
}
