import { z } from 'zod';

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

export const railFacts = z.object({
  label: z.string(),
  /** The rail that measures the whole module. */
  total: z.boolean(),
  layout: z.enum(['iio', 'hwmon']),
});

/** What a probe read off a device. Missing parts are null and named in `missing` with what was looked for. */
export const facts = z.object({
  model: z.string().nullable(),
  compatible: z.array(z.string()),
  serial: z.string().nullable(),
  l4t: z.object({ release: z.number().int(), revision: z.string() }).nullable(),
  jetpack: z.string().nullable(),
  kernel: z.string(),
  python: z.string(),
  cores: z.number().int().positive(),
  memoryBytes: z.number().int().nonnegative(),
  diskFreeBytes: z.number().int().nonnegative(),
  cpuPolicies: z.array(cpuPolicyFacts),
  gpu: gpuFacts.nullable(),
  rails: z.array(railFacts),
  powerMode: z.object({ id: z.number().int(), name: z.string().nullable() }).nullable(),
  thermalZones: z.array(z.object({ type: z.string(), temperatureC: z.number() })),
  canSetClocks: z.boolean(),
  workloads: z.array(z.string()),
  simulated: z.boolean(),
  timeScale: z.number().positive().nullable(),
  missing: z.array(z.object({ what: z.string(), lookedFor: z.string() })),
});
export type Facts = z.infer<typeof facts>;
