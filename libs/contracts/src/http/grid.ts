import * as z from 'zod';
import { workloadOptions } from '../factors/level-schemas';
import { deviceName } from './device';

/** Which cells: of a device and a workload, the first of either where none is named. */
export const gridQuery = z.strictObject({
  device: deviceName.optional(),
  workload: z.string().min(1).max(200).optional(),
});

/** A cell on a device with its trials by state; sentinels and trials that another device took over are not counted. */
export const gridCell = z.object({
  cellKey: z.string(),
  graphMode: z.string(),
  /** By key of the factor: only what is set. */
  levels: workloadOptions,
  pending: z.number().int(),
  assigned: z.number().int(),
  accepted: z.number().int(),
  failed: z.number().int(),
  skipped: z.number().int(),
  /** Attempts that a validity check rejected. */
  rejected: z.number().int(),
});

/** How far the cells of a workload are on a device. */
export const gridView = z.object({
  device: z.string(),
  workload: z.string(),
  /** What else may be named. */
  devices: z.array(z.string()),
  workloads: z.array(z.string()),
  /** Key of the cell that the device measures now; null: none of these. */
  now: z.string().nullable(),
  cells: z.array(gridCell),
});

export type GridQuery = z.infer<typeof gridQuery>;
export type GridCell = z.infer<typeof gridCell>;
export type GridView = z.infer<typeof gridView>;
