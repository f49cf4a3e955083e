import * as z from 'zod';

/** One cpufreq policy as read off the device; frequencies in kHz, ascending. */
export const cpuPolicyFacts = z.object({
  policy: z.number().int().nonnegative(),
  cpus: z.array(z.number().int()),
  frequenciesKhz: z.array(z.number().int().positive()).min(1),
  governors: z.array(z.string()).min(1),
  governor: z.string(),
  minKhz: z.number().int(),
  maxKhz: z.number().int(),
});

export const gpuFacts = z.object({
  path: z.string(),
  frequenciesHz: z.array(z.number().int().positive()).min(1),
  governors: z.array(z.string()).min(1),
  governor: z.string(),
  minHz: z.number().int(),
  maxHz: z.number().int(),
});

/** Where power readings come from: a file layout, a library, or a program (docs/measurement.md). */
export const powerLayout = z.enum([
  'iio',
  'hwmon',
  'tegrastats',
  'nvml',
  'nvidia-smi',
  'rapl',
  'hwmon-power',
  'power-supply',
  'command',
]);

export const railFacts = z.object({
  label: z.string(),
  /** The rail that energy is quoted from: the whole module of a Jetson. */
  total: z.boolean(),
  layout: powerLayout,
});

/** What a power mode (nvpmodel) stands for, from the board's own file; null where the mode sets no limit. */
export const powerModeMeaning = z.object({
  cores: z.number().int().positive().nullable(),
  cpuMinKhz: z.number().int().positive().nullable(),
  cpuMaxKhz: z.number().int().positive().nullable(),
  gpuMaxHz: z.number().int().positive().nullable(),
  emcMaxHz: z.number().int().positive().nullable().default(null),
});

/** A power mode of the board's own file. */
export const powerModeFacts = z.object({
  id: z.number().int(),
  name: z.string().max(64),
  meaning: powerModeMeaning,
  /** Why it cannot be set while the board runs; null: it can. */
  reason: z.string().nullable(),
});

export const fanFacts = z.object({
  kind: z.enum(['pwm-fan', 'hwmon']),
  path: z.string(),
  /** Duty as the driver counts it, 0 to 255; null when it cannot be read. */
  pwm: z.number().int().nullable(),
  /** Whether the kernel or a daemon sets the speed, not a person. */
  controlled: z.boolean(),
});

/** A level of a knob: a figure in its unit, or the name of a power mode. */
export const knobLevel = z.union([z.number().int().positive(), z.string().min(1).max(64)]);

/** A knob that not every board has, under the key of its factor. */
export const knobFacts = z.object({
  /** What it can be set to, figures ascending; empty when it cannot be used. */
  levels: z.array(knobLevel),
  /** Why there are no levels: what was looked for, or what is in the way. */
  reason: z.string().nullable(),
});

/**
 * What a probe read off a device. Missing parts are null and named in `missing` with what was looked for. What agents
 * of earlier versions did not tell is null as well: stored facts are parsed again.
 */
export const facts = z.object({
  model: z.string().nullable(),
  compatible: z.array(z.string()),
  /** Of the device tree; else an id that stays, as `machine-id:...`. */
  serial: z.string().nullable(),
  /** Of a machine that has DMI, as its maker names it. */
  machine: z.object({ vendor: z.string().nullable(), product: z.string().nullable() }).nullable().default(null),
  /** The first discrete GPU that NVML knows. */
  accelerator: z
    .object({
      name: z.string(),
      uuid: z.string(),
      driver: z.string(),
      memoryBytes: z.number().int().nonnegative(),
    })
    .nullable()
    .default(null),
  l4t: z.object({ release: z.number().int(), revision: z.string() }).nullable(),
  jetpack: z.string().nullable(),
  kernel: z.string(),
  python: z.string(),
  /** On; `coresPresent` counts those that are off as well. */
  cores: z.number().int().positive(),
  coresPresent: z.number().int().positive().nullable().default(null),
  memoryBytes: z.number().int().nonnegative(),
  diskFreeBytes: z.number().int().nonnegative(),
  /** Empty where the CPU's clocks are out of reach, as on a virtual machine. */
  cpuPolicies: z.array(cpuPolicyFacts),
  gpu: gpuFacts.nullable(),
  /** Of the chip that measures the total, and of the further sources that are read beside it. */
  rails: z.array(railFacts),
  /** Of other chips: shown, and neither read nor held against the device. */
  otherRails: z.array(z.object({ label: z.string(), chip: z.string() })).default([]),
  /** Of any chip, without a name: shown, and neither read nor held against the device. */
  unlabelledChannels: z.array(z.object({ channel: z.string(), chip: z.string() })).default([]),
  powerMode: z
    .object({
      id: z.number().int(),
      name: z.string().nullable(),
      meaning: powerModeMeaning.nullable().default(null),
    })
    .nullable(),
  powerModes: z.array(powerModeFacts).default([]),
  fan: fanFacts.nullable().default(null),
  thermalZones: z.array(z.object({ type: z.string(), temperatureC: z.number() })),
  knobs: z.record(z.string(), knobFacts).default({}),
  canSetClocks: z.boolean(),
  workloads: z.array(z.string()),
  simulated: z.boolean(),
  timeScale: z.number().positive().nullable(),
  bootId: z.string().nullable().default(null),
  uptimeS: z.number().nonnegative().nullable().default(null),
  missing: z.array(z.object({ what: z.string(), lookedFor: z.string() })),
});
export type Facts = z.infer<typeof facts>;
