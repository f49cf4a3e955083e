import { readFileSync } from 'node:fs';
import { describeMismatch } from '@joulefleet/contracts';
import * as z from 'zod';

const factor = z.number().min(0.1).max(10).default(1);

/** What is made different about light twins, as factors of what their physics gives. Left out: nothing. */
export const injection = z.strictObject({
  /** Of the batches of a workload, on each twin: a new version that is slower or faster. */
  workloads: z.record(z.string(), z.strictObject({ duration: factor })).default({}),
  /** Of all batches on a twin, by its name, and of what its power sensor shows. Loading takes as long as ever. */
  devices: z.record(z.string(), z.strictObject({ duration: factor, sensor: factor })).default({}),
});
export type Injection = z.infer<typeof injection>;

/** What of it concerns one twin. */
export interface DeviceInjection {
  /** At the GPU's clock when an execution begins: another tenant may take one that is high. */
  durationOf: (workload: string, gpuHz: number) => number;
  sensor: number;
}

export function injectionOf({ workloads, devices }: Injection, device: string): DeviceInjection {
  const { duration = 1, sensor = 1 } = devices[device] ?? {};
  return { durationOf: (workload) => duration * (workloads[workload]?.duration ?? 1), sensor };
}

/** @throws Error that names the file and what is wrong in it. */
export function readInjection(path: string): Injection {
  const found: unknown = JSON.parse(readFileSync(path, 'utf8'));
  const parsed = injection.safeParse(found);
  if (!parsed.success) throw new Error(`${path}: ${describeMismatch(injection, parsed.error, found)}`);
  return parsed.data;
}
