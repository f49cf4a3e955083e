import { DEFAULT_GOVERNOR, FACTORS, type Grammar, type WantedFactors } from '@joulefleet/core';
import * as z from 'zod';
import { clockFactor } from './clock-factor';
import { refuseRepeated } from './refuse-repeated';

/** One item or a list of it, each once. */
function oneOrMore<T extends z.ZodType>(item: T) {
  return z.preprocess(
    (raw) => (Array.isArray(raw) || raw === undefined ? raw : [raw]),
    z.array(item).min(1).max(64).superRefine(refuseRepeated),
  );
}

function schemaOf(grammar: Grammar): z.ZodType {
  switch (grammar.kind) {
    case 'frequency':
      return clockFactor;
    case 'word':
      return oneOrMore(z.enum([DEFAULT_GOVERNOR, ...grammar.words])).transform((words) =>
        words.map((word) => (word === DEFAULT_GOVERNOR ? null : word)),
      );
    case 'count':
      return grammar.hasDefault ? countOrDefault(grammar) : oneOrMore(count(grammar));
  }
}

type CountGrammar = Extract<Grammar, { kind: 'count' }>;

function count({ min, max }: CountGrammar) {
  return z.number().int().min(min).max(max);
}

function countOrDefault(grammar: CountGrammar): z.ZodType {
  return oneOrMore(z.union([count(grammar), z.enum([DEFAULT_GOVERNOR, 'all'])])).transform((levels) =>
    levels.map((level) => (level === DEFAULT_GOVERNOR ? null : level)),
  );
}

type Schemas<T> = { [Name in keyof T]: z.ZodDefault<z.ZodType<T[Name]>> };
type OptionalSchemas<T> = { [Name in keyof T]: z.ZodOptional<z.ZodType<T[Name]>> };

/** Schemas of all factors of a campaign file; a factor that is left out is not varied. */
export const factorSchemas = Object.fromEntries(
  FACTORS.map(({ name, grammar, fallback }) => [name, schemaOf(grammar).default(fallback)]),
) as unknown as Schemas<WantedFactors>;

/** The same for one device class, where only what differs is written. */
export const classFactorSchemas = Object.fromEntries(
  FACTORS.map(({ name, grammar }) => [name, schemaOf(grammar).optional()]),
) as unknown as OptionalSchemas<WantedFactors>;
