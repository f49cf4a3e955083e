import { FRAMES } from '@joulefleet/core';
import * as z from 'zod';
import { comparedGrades, grade } from '../grade';
import { interval } from '../interval';
import { work } from '../work';
import { viewFilter, viewHead, viewPoint, viewSubject } from './view';

const { workload, batchSize } = viewFilter;

export const devicesQuery = z.strictObject({
  workload,
  batchSize,
  /** Of a kilowatt-hour, in any currency: adds the cost of a million inferences. */
  pricePerKwh: z.coerce.number().min(0).max(1e6).optional(),
});

const frame = z.enum(FRAMES);

/** Devices on one work, at one point: each at its optimum, under its governors, or at equal latency. */
export const deviceMatrix = z.object({
  ...work,
  unit: viewSubject.unit,
  frame,
  /** Of equal latency: per batch, that of the slowest device at its fastest. */
  latencyLimitMs: z.number().nullable(),
  devices: z.array(
    z.object({
      device: z.string(),
      deviceClass: z.string(),
      point: viewPoint,
      /** Energy times time of an inference. */
      edpMjS: interval,
      /** Null: no price was named. */
      costPerMillion: interval.nullable(),
    }),
  ),
  ratios: z.array(
    comparedGrades.extend({
      device: z.string(),
      against: z.string(),
      energy: interval,
      latency: interval,
      edp: interval,
    }),
  ),
});

/** Devices by the geometric mean of their ratios to the best one, over the work that all of them have. */
export const deviceRanking = z.object({
  frame,
  works: z.number().int(),
  devices: z.array(
    z.object({
      device: z.string(),
      deviceClass: z.string(),
      /** Null: its grade is too low to rank. */
      rank: z.number().int().nullable(),
      /** The worst of its figures in these works. */
      grade,
      energy: interval,
      latency: interval,
      edp: interval,
      /** Its energy is certainly more than that of the best; never of one that is not ranked. */
      apart: z.boolean(),
    }),
  ),
  /** False: the grade of a device is too low, so the order is not that of all. */
  rankable: z.boolean(),
  /** Devices that lack work which the others have. */
  missing: z.array(z.string()),
});

export const devicesView = z.object({
  ...viewHead,
  pricePerKwh: z.number().nullable(),
  rankings: z.array(deviceRanking),
  matrices: z.array(deviceMatrix),
  leftOut: z.object({ matrices: z.number().int(), ratios: z.number().int() }),
});

export type DevicesQuery = z.infer<typeof devicesQuery>;
export type DeviceMatrixView = z.infer<typeof deviceMatrix>;
export type DeviceRankingView = z.infer<typeof deviceRanking>;
export type DevicesView = z.infer<typeof devicesView>;
