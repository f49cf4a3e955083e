import { DEFAULT_LEVEL, FACTORS, type Grammar, type WantedFactors, type WantedParameters } from '@joulefleet/core';
import * as z from 'zod';
import { campaignParameters } from './campaign-parameters';
import { clockFactor } from './clock-factor';
import { refuseRepeated } from './refuse-repeated';
import { show } from './show';

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
      return oneOrMore(z.enum([DEFAULT_LEVEL, ...(grammar.hasAll ? ['all'] : []), ...grammar.words])).transform(
        (words) => words.map((word) => (word === DEFAULT_LEVEL ? null : word)),
      );
    case 'switch':
      return oneOrMore(onOrOff);
    case 'free':
      throw new Error('a free parameter is no factor of the registry');
    case 'name':
      return oneOrMore(givenName).transform((names) => names.map((name) => (name === DEFAULT_LEVEL ? null : name)));
    case 'count':
      return grammar.hasDefault ? countOrDefault(grammar) : oneOrMore(count(grammar));
  }
}

/** As a device gives it, such as the name of a power mode: nothing that is not seen. */
export const GIVEN_NAME = /^[!-~]{1,64}$/;
const givenName = z.string().regex(GIVEN_NAME, 'a name as the device has it, without blanks, or default, or all');

const onOrOff = z.unknown().transform((raw, context): boolean | null => {
  if (typeof raw === 'boolean') return raw;
  if (raw === DEFAULT_LEVEL) return null;
  const params = { expected: `true, false or ${DEFAULT_LEVEL}`, nearest: SWITCH_WORDS[String(raw).toLowerCase()] };
  context.addIssue({ code: 'custom', message: `${show(raw)} is neither on nor off`, params });
  return z.NEVER;
});

/** YAML 1.2 has `true` and `false` alone. */
const SWITCH_WORDS: Readonly<Record<string, string>> = { on: 'true', yes: 'true', off: 'false', no: 'false' };

type CountGrammar = Extract<Grammar, { kind: 'count' }>;

function count({ min, max }: CountGrammar) {
  return z.number().int().min(min).max(max);
}

function countOrDefault(grammar: CountGrammar): z.ZodType {
  return oneOrMore(z.union([count(grammar), z.enum([DEFAULT_LEVEL, 'all'])])).transform((levels) =>
    levels.map((level) => (level === DEFAULT_LEVEL ? null : level)),
  );
}

type Schemas<T> = { [Name in keyof T]: z.ZodDefault<z.ZodType<T[Name]>> };
type OptionalSchemas<T> = { [Name in keyof T]: z.ZodOptional<z.ZodType<T[Name]>> };

/** Schemas of all factors of a campaign file; a factor that is left out is not varied. */
export const factorSchemas = Object.fromEntries(
  FACTORS.map(({ name, grammar, fallback }) => [name, schemaOf(grammar).default(fallback)]),
) as unknown as Schemas<WantedFactors>;

/** The same for one device class or an exclusion, where only what differs is written. */
export const classFactorSchemas = {
  ...Object.fromEntries(FACTORS.map(({ name, grammar }) => [name, schemaOf(grammar).optional()])),
  parameters: campaignParameters.optional(),
} as unknown as OptionalSchemas<WantedFactors & { parameters: WantedParameters }>;
