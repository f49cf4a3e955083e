import tables from './frequency-tables.json';

/** The device classes of the study: their frequency tables, rails and limits are fixed facts of the hardware. */
export const DEVICE_CLASSES = ['jetson-nano', 'jetson-xavier-nx', 'jetson-orin-nx'] as const;
export type DeviceClass = (typeof DEVICE_CLASSES)[number];

/** Classes without a table here: clocks, cores and rails of a device are what its own facts say. */
export const OPEN_CLASSES = [
  'jetson-orin-nano',
  'jetson-agx-orin',
  'jetson-agx-xavier',
  'jetson-tx2',
  'jetson-thor',
  'linux-nvidia',
  'linux-cpu',
] as const;

/** Every class that a device can be enrolled as. */
export const KNOWN_CLASSES = [...DEVICE_CLASSES, ...OPEN_CLASSES] as const;
export type KnownClass = (typeof KNOWN_CLASSES)[number];

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

export function isKnownClass(text: string): text is KnownClass {
  return (KNOWN_CLASSES as readonly string[]).includes(text);
}

/** A Jetson has clocks of CPU and GPU that can be set, without which nothing is measured on it; of another machine that is not expected. */
export function isJetson(deviceClass: string): boolean {
  return deviceClass.startsWith('jetson-');
}

/** The rail that energy is quoted from, and those that are parts of it. */
export interface QuotedRails {
  readonly totalRail: string;
  readonly partRails: readonly string[];
}

/**
 * Of a trial: by the table of its class. Of a class without one the agent puts the total first; on a Jetson the others are parts of it, on
 * another machine they are other supplies.
 */
export function quotedRails(deviceClass: string, traceRails: readonly string[]): QuotedRails {
  if (isDeviceClass(deviceClass)) return frequencyTable(deviceClass);
  const [totalRail = '', ...others] = traceRails;
  return { totalRail, partRails: isJetson(deviceClass) ? others : [] };
}
