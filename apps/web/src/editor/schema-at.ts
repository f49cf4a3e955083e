import { ITEM } from './place-in-yaml';

/** The part of JSON Schema (draft 7) that the schema of campaign files uses. */
export interface JsonSchema {
  description?: string;
  type?: string | readonly string[];
  const?: unknown;
  enum?: readonly unknown[];
  default?: unknown;
  properties?: Readonly<Record<string, JsonSchema>>;
  additionalProperties?: boolean | JsonSchema;
  items?: JsonSchema;
  anyOf?: readonly JsonSchema[];
  oneOf?: readonly JsonSchema[];
  allOf?: readonly JsonSchema[];
}

/** Every schema that holds at a path from the root; a choice counts with each of its alternatives. */
export function schemasAt(root: JsonSchema, path: readonly string[]): JsonSchema[] {
  return path.reduce(
    (schemas, step) => schemas.flatMap((schema) => stepInto(schema, step)).flatMap(alternatives),
    alternatives(root),
  );
}

export interface KnownKey {
  key: string;
  description: string | undefined;
}

export function keysOf(schemas: readonly JsonSchema[]): KnownKey[] {
  const found = new Map<string, KnownKey>();
  for (const { properties = {} } of schemas) {
    for (const [key, { description }] of Object.entries(properties)) found.set(key, { key, description });
  }
  return [...found.values()];
}

/** Words that may be a value. */
export function wordsOf(schemas: readonly JsonSchema[]): string[] {
  const words = schemas.flatMap((schema) => [
    ...(schema.const === undefined ? [] : [schema.const]),
    ...(schema.enum ?? []),
    ...(schema.type === 'boolean' ? [true, false] : []),
  ]);
  return [...new Set(words.filter((word) => word !== null).map(String))];
}

function alternatives(schema: JsonSchema): JsonSchema[] {
  const inner = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])];
  return [schema, ...inner.flatMap(alternatives)];
}

function stepInto({ items, properties, additionalProperties }: JsonSchema, step: string): JsonSchema[] {
  if (step === ITEM) return items ? [items] : [];
  const known = properties?.[step];
  if (known) return [known];
  return typeof additionalProperties === 'object' ? [additionalProperties] : [];
}
