import { FACTORS, type AnyFactor, type FactorLevels, type WorkloadOptions } from '@joulefleet/core';
import * as z from 'zod';

/** A level as JSON: a figure in the factor's unit, a word, or null for what the device has by itself. */
function levelSchema({ grammar }: AnyFactor): z.ZodType {
  switch (grammar.kind) {
    case 'frequency':
      return z.union([z.number().int().positive(), z.literal(['dvfs', 'stock'])]);
    case 'word':
    case 'name':
      return z.string().nullable();
    case 'switch':
      return z.boolean().nullable();
    case 'free':
      return workloadLevel.optional();
    case 'count':
      return grammar.hasDefault ? z.number().int().positive().nullable() : z.number().int().positive();
  }
}

/** A level of an option of the workload, or of a free parameter. */
export const workloadLevel = z.union([z.number(), z.string(), z.boolean()]);

function schemaOf(factors: readonly AnyFactor[]): z.ZodObject {
  return z.object(Object.fromEntries(factors.map((factor) => [factor.key, levelSchema(factor)])));
}

/** Levels of a cell, by key of the factor: units stand in the keys. Free parameters stand beside them, as `parameters.NAME`. */
export const cellLevels = schemaOf(FACTORS).catchall(workloadLevel) as unknown as z.ZodType<FactorLevels>;

/** How a workload is executed beside its batch size, by key: only what is set. */
export const workloadOptions = z.record(z.string(), workloadLevel) satisfies z.ZodType<WorkloadOptions>;

/** The levels that a device is set to before a trial. Governors are those of a clock left to DVFS. */
export const devicePoint = schemaOf(FACTORS.filter(({ appliedTo }) => appliedTo === 'device')) as unknown as z.ZodType<
  Partial<FactorLevels>
>;
