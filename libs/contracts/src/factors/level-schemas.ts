import { FACTORS, type AnyFactor, type FactorLevels } from '@joulefleet/core';
import * as z from 'zod';

/** A level as JSON: a figure in the factor's unit, a word, or null for what the device has by itself. */
function levelSchema({ grammar }: AnyFactor): z.ZodType {
  switch (grammar.kind) {
    case 'frequency':
      return z.union([z.number().int().positive(), z.literal(['dvfs', 'stock'])]);
    case 'word':
      return z.string().nullable();
    case 'count':
      return grammar.hasDefault ? z.number().int().positive().nullable() : z.number().int().positive();
  }
}

function schemaOf(factors: readonly AnyFactor[]): z.ZodType {
  return z.object(Object.fromEntries(factors.map((factor) => [factor.key, levelSchema(factor)])));
}

/** Levels of a cell, by key of the factor: units stand in the keys. */
export const cellLevels = schemaOf(FACTORS) as z.ZodType<FactorLevels>;

/** The levels that a device is set to before a trial. Governors are those of a clock left to DVFS. */
export const devicePoint = schemaOf(FACTORS.filter(({ appliedTo }) => appliedTo === 'device')) as z.ZodType<
  Partial<FactorLevels>
>;
