import * as z from 'zod';
import { problem } from '../http/problem';
import type { Route } from '../http/route';
import { nameSchemas } from './named-schemas';

export type JsonObject = Record<string, unknown>;

/** The schemas of an OpenAPI document: what the operations need by name, and how they refer to it. */
export interface DescribedSchemas {
  components: JsonObject;
  refTo(schema: z.ZodType): JsonObject;
}

const FOLDER = '#/components/schemas/';

/**
 * JSON Schema (2020-12) of every body and answer and of what they consist of.
 * @throws Error when one schema reads differently as a body and as an answer (a default, say): one name cannot be both.
 */
export function describeSchemas(routes: readonly Route[]): DescribedSchemas {
  const names = nameSchemas(routes);
  const nameOf = (schema: z.ZodType): string => names.get(schema)!;
  const bodies = routes.flatMap(({ body }) => (body ? [nameOf(body)] : []));
  const answers = [problem, ...routes.flatMap(({ answer }) => answer ?? [])].map(nameOf);
  const components = merge(
    reachable(convertAll(names, 'input'), bodies),
    reachable(convertAll(names, 'output'), answers),
  );
  return { components, refTo: (schema) => ({ $ref: `${FOLDER}${nameOf(schema)}` }) };
}

/** The members of an object schema that comes as a query: each with its own schema. */
export function describeQuery(query: z.ZodObject): { name: string; schema: unknown; required: boolean }[] {
  const { properties = {}, required = [] } = z.toJSONSchema(query, { io: 'input' });
  return Object.entries(properties).map(([name, schema]) => ({ name, schema, required: required.includes(name) }));
}

function convertAll(names: ReadonlyMap<z.ZodType, string>, io: 'input' | 'output'): JsonObject {
  const registry = z.registry<{ id: string }>();
  for (const [schema, id] of names) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, { io, uri: (id) => `${FOLDER}${id}`, override: keepOpen });
  return Object.fromEntries(
    Object.entries(schemas).map(([id, { $schema: _dialect, $id: _uri, id: _id, ...schema }]) => [id, schema]),
  );
}

/** What is no strict object may get more members in a later version. */
function keepOpen({
  zodSchema,
  jsonSchema,
}: {
  zodSchema: z.core.$ZodTypes;
  jsonSchema: z.core.JSONSchema.BaseSchema;
}) {
  const { def } = zodSchema._zod;
  if (def.type === 'object' && !def.catchall) delete jsonSchema.additionalProperties;
}

/** Those of `all` that the named ones consist of, themselves included. */
function reachable(all: JsonObject, roots: readonly string[]): JsonObject {
  const found: JsonObject = {};
  const visit = (id: string): void => {
    if (id in found) return;
    found[id] = all[id];
    for (const [, next] of JSON.stringify(all[id]).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) visit(next!);
  };
  roots.forEach(visit);
  return found;
}

function merge(bodies: JsonObject, answers: JsonObject): JsonObject {
  for (const [id, schema] of Object.entries(bodies)) {
    if (id in answers && JSON.stringify(answers[id]) !== JSON.stringify(schema))
      throw new Error(`the schema ${id} is another one in a body than in an answer`);
  }
  const all = Object.entries({ ...bodies, ...answers });
  return Object.fromEntries(all.sort(([a], [b]) => (a < b ? -1 : 1)));
}
