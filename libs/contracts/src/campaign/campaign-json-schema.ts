import { DEFAULT_LEVEL, KNOWN_CLASSES, FACTORS, KNOWN_WORKLOADS, STRATEGY_NAMES, type Grammar } from '@joulefleet/core';
import * as z from 'zod';
import { campaignBaseline } from './campaign-baseline';
import { campaignDevicesPerCell } from './campaign-devices-per-cell';
import { campaignExclusion } from './campaign-exclude';
import { campaignChecks } from './campaign-checks';
import { campaignConditions } from './campaign-conditions';
import {
  campaignCooldown,
  campaignFactors,
  campaignIdlePower,
  campaignShard,
  campaignSpec,
  campaignTrialTimeout,
} from './campaign-spec';
import {
  campaignParameters,
  MAX_PARAMETER_CHARACTERS,
  MAX_PARAMETER_LEVELS,
  MAX_PARAMETERS,
  PARAMETER_NAME,
} from './campaign-parameters';
import { campaignRepeat } from './campaign-repeat';
import { campaignSentinel, sentinelObject } from './campaign-sentinel';
import { campaignStartTemperature } from './campaign-start-temperature';
import { campaignStrategy, strategyObject } from './campaign-strategy';
import { campaignWorkload, workloadObject } from './campaign-workload';
import { zippedName } from './campaign-zip';
import { DESCRIPTIONS } from './descriptions';
import { GIVEN_NAME } from './factor-schemas';

type JsonSchema = Readonly<Record<string, unknown>>;

/** As in a campaign file: `614.4 MHz`. */
const FREQUENCY: JsonSchema = { type: 'string', pattern: '^\\s*[0-9]+(\\.[0-9]+)?\\s*(Hz|kHz|MHz|GHz)\\s*$' };
const DURATION: JsonSchema = { type: 'string', pattern: '^\\s*[0-9]+(\\.[0-9]+)?\\s*(ms|s|min)\\s*$' };
const DURATION_OR_OFF: JsonSchema = { anyOf: [{ const: 'off' }, DURATION] };
const PERCENT: JsonSchema = { type: 'string', pattern: '^\\s*[0-9]{1,2}(\\.[0-9]{1,3})?\\s*%\\s*$' };
const TEMPERATURE: JsonSchema = { type: 'string', pattern: '^\\s*[0-9]{1,3}(\\.[0-9])?\\s*°?C\\s*$' };
const COUNT: JsonSchema = { type: 'integer', minimum: 1 };
const PARAMETER_LEVEL: JsonSchema = { type: ['number', 'string', 'boolean'], maxLength: MAX_PARAMETER_CHARACTERS };
const PARAMETERS: JsonSchema = {
  type: 'object',
  propertyNames: { pattern: PARAMETER_NAME.source },
  minProperties: 1,
  maxProperties: MAX_PARAMETERS,
  additionalProperties: {
    anyOf: [PARAMETER_LEVEL, { type: 'array', items: PARAMETER_LEVEL, minItems: 1, maxItems: MAX_PARAMETER_LEVELS }],
  },
};

/**
 * The JSON Schema (draft 7) of a campaign file, for editors: keys and words are completed, and what cannot be is underlined. What a
 * schema cannot say, such as a level that no device has, the controller finds.
 */
export function campaignJsonSchema(): JsonSchema {
  const written = new Map<z.ZodType, JsonSchema>([
    [campaignFactors, object({ ...factorSchemas(), perClass: perClassSchema() })],
    [campaignParameters, PARAMETERS],
    [zippedName, { anyOf: [{ enum: FACTORS.map(({ name }) => name) }, { type: 'string', pattern: '^parameters\\.' }] }],
    [campaignExclusion, object({ workload: oneOrMore({ type: 'string' }), ...someFactorSchemas() })],
    [campaignWorkload, workloadSchema()],
    [campaignStrategy, { anyOf: [{ enum: [...STRATEGY_NAMES] }, z.toJSONSchema(strategyObject, TARGET)] }],
    [campaignConditions, oneOrMore({ type: 'string' })],
    [campaignRepeat, object({ until: PERCENT, min: COUNT, max: COUNT })],
    [campaignShard, DURATION],
    [campaignChecks, object({ minSamples: COUNT, offLevel: PERCENT, gaps: PERCENT })],
    [campaignTrialTimeout, DURATION],
    [
      campaignSentinel,
      { anyOf: [{ enum: ['auto', 'off'] }, { type: 'null' }, z.toJSONSchema(sentinelObject, TARGET)] },
    ],
    [campaignCooldown, DURATION_OR_OFF],
    [campaignIdlePower, DURATION_OR_OFF],
    [campaignDevicesPerCell, { anyOf: [{ enum: ['all'] }, COUNT] }],
    [campaignStartTemperature, startTemperatureSchema()],
    [campaignBaseline, { anyOf: [{ enum: ['stock', 'dvfs', 'none'] }, listOf({ enum: ['stock', 'dvfs'] })] }],
  ]);
  const { $schema, ...schema } = z.toJSONSchema(campaignSpec, {
    ...TARGET,
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      const own = written.get(zodSchema as unknown as z.ZodType);
      if (!own) return;
      for (const key of Object.keys(jsonSchema)) delete (jsonSchema as Record<string, unknown>)[key];
      Object.assign(jsonSchema, structuredClone(own));
    },
  }) as Record<string, unknown>;
  const properties = describe(schema.properties as Record<string, JsonSchema>);
  return {
    $schema,
    title: 'Joulefleet campaign',
    ...schema,
    properties: { ...properties, sampling: samplingSchema() },
  };
}

const TARGET = { target: 'draft-7', io: 'input' } as const;

function describe(properties: Readonly<Record<string, JsonSchema>>): Record<string, JsonSchema> {
  const described: Readonly<Record<string, string>> = DESCRIPTIONS;
  return Object.fromEntries(
    Object.entries(properties).map(([key, schema]) => [key, { description: described[key], ...schema }]),
  );
}

function factorSchemas(): Record<string, JsonSchema> {
  return Object.fromEntries(FACTORS.map(({ name, grammar }) => [name, factorSchema(grammar)]));
}

/** What an override or an exclusion may name. */
function someFactorSchemas(): Record<string, JsonSchema> {
  return { ...factorSchemas(), parameters: PARAMETERS };
}

function factorSchema(grammar: Grammar): JsonSchema {
  switch (grammar.kind) {
    case 'frequency':
      return frequencySchema();
    case 'word':
      return oneOrMore({ enum: [DEFAULT_LEVEL, ...(grammar.hasAll ? ['all'] : []), ...grammar.words] });
    case 'switch':
      return oneOrMore({ enum: [true, false, DEFAULT_LEVEL] });
    case 'free':
      return oneOrMore(PARAMETER_LEVEL);
    case 'name':
      return oneOrMore({ type: 'string', pattern: GIVEN_NAME.source });
    case 'count': {
      const count = { type: 'integer', minimum: grammar.min, maximum: grammar.max };
      return oneOrMore(grammar.hasDefault ? { anyOf: [count, { enum: [DEFAULT_LEVEL, 'all'] }] } : count);
    }
  }
}

function frequencySchema(): JsonSchema {
  const level = { anyOf: [{ enum: ['stock', 'dvfs'] }, FREQUENCY] };
  const range = {
    ...object({ from: FREQUENCY, to: FREQUENCY, levels: { type: 'integer', minimum: 2 }, every: COUNT }),
  };
  const every = { ...object({ every: COUNT }), required: ['every'] };
  return { anyOf: [{ const: 'all' }, level, listOf(level), { ...range, required: ['from', 'to'] }, every] };
}

function perClassSchema(): JsonSchema {
  return object(Object.fromEntries(KNOWN_CLASSES.map((name) => [name, object(someFactorSchemas())])));
}

function workloadSchema(): JsonSchema {
  return { anyOf: [{ enum: [...KNOWN_WORKLOADS] }, z.toJSONSchema(workloadObject, TARGET)] };
}

function samplingSchema(): JsonSchema {
  const mode = { enum: ['batch-aware', 'dither', 'fixed'], default: 'batch-aware' };
  return { description: DESCRIPTIONS.sampling, ...object({ mode, period: { ...DURATION, default: '100 ms' } }) };
}

function startTemperatureSchema(): JsonSchema {
  const words = { enum: ['auto', 'off'] };
  const band = { anyOf: [words, { ...listOf(TEMPERATURE), minItems: 2, maxItems: 2 }] };
  return { anyOf: [...band.anyOf, object({ band, wait: { ...DURATION, default: '2 min' } })] };
}

function object(properties: Readonly<Record<string, JsonSchema>>): JsonSchema {
  return { type: 'object', properties, additionalProperties: false };
}

function listOf(items: JsonSchema): JsonSchema {
  return { type: 'array', items, minItems: 1 };
}

function oneOrMore(item: JsonSchema): JsonSchema {
  return { anyOf: [item, listOf(item)] };
}
