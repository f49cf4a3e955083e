import * as z from 'zod';
import { PROBLEM_STATUSES } from '../http/problem-statuses';
import type { Route } from '../http/route';
import { ALL_ROUTES } from '../http/routes/all-routes';
import type { JsonObject } from './describe-schemas';
import { generateOpenApi } from './generate-openapi';

const route = (over: Partial<Route>): Route => ({
  id: 'showThing',
  method: 'GET',
  path: '/v1/things/:name',
  summary: 'A thing.',
  scope: 'devices:read',
  answer: z.object({ name: z.string(), size: z.number().int() }),
  status: 200,
  ...over,
});

/** Every object inside a document, with the way to it. */
function* objectsIn(node: unknown, way = '#'): Generator<[string, JsonObject]> {
  if (typeof node !== 'object' || node === null) return;
  if (!Array.isArray(node)) yield [way, node as JsonObject];
  for (const [key, child] of Object.entries(node)) yield* objectsIn(child, `${way}/${key}`);
}

function operation(document: JsonObject, path: string, method: string): JsonObject {
  return (document.paths as Record<string, Record<string, JsonObject>>)[path]![method]!;
}

/** Named and anonymous schemas of objects with three members or more that stand in more than one place. */
function repeatedSchemas(document: JsonObject): string[] {
  const seen = new Map<string, string>();
  const repeated: string[] = [];
  for (const [way, each] of objectsIn((document.components as JsonObject).schemas)) {
    if (each.type !== 'object' || Object.keys(each.properties ?? {}).length < 3) continue;
    const text = JSON.stringify(each);
    if (seen.has(text)) repeated.push(`${way} is ${seen.get(text)}`);
    seen.set(text, way);
  }
  return repeated;
}

describe('generateOpenApi', () => {
  const document = generateOpenApi(ALL_ROUTES, '1.2.3');

  it('has every route once, with its scope', () => {
    const ids = ALL_ROUTES.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const places = ALL_ROUTES.map(({ method, path }) => `${method} ${path.replaceAll(/:\w+/g, ':')}`);
    expect(new Set(places).size).toBe(places.length);
    const told = Object.values(document.paths as Record<string, Record<string, JsonObject>>).flatMap((each) =>
      Object.values(each),
    );
    expect(told.map((each) => [each.operationId, each['x-scope']]).sort()).toEqual(
      ALL_ROUTES.map(({ id, scope }) => [id, scope]).sort(),
    );
  });

  it('refers to nothing that is not there', () => {
    const refs = [...objectsIn(document)].flatMap(([, each]) => (typeof each.$ref === 'string' ? [each.$ref] : []));
    expect(refs.length).toBeGreaterThan(50);
    for (const ref of refs) {
      const found = ref
        .slice(2)
        .split('/')
        .reduce<unknown>((node, key) => (node as JsonObject | undefined)?.[key], document);
      expect([ref, typeof found]).toEqual([ref, 'object']);
    }
  });

  it('names what is used twice', () => {
    expect(repeatedSchemas(document)).toEqual([]);
    const { schemas } = document.components as { schemas: JsonObject };
    expect(schemas).toHaveProperty('DeviceView');
    expect(schemas).toHaveProperty('Problem');
    expect((schemas.DeviceList as { properties: { devices: { items: unknown } } }).properties.devices.items).toEqual({
      $ref: '#/components/schemas/DeviceView',
    });
  });

  it('finds a schema that is in two places', () => {
    const twice = z.object({ a: z.string(), b: z.string(), c: z.string() });
    const routes = [
      route({ answer: z.object({ one: twice }) }),
      route({ id: 'other', path: '/v1/o', answer: z.object({ two: twice }) }),
    ];
    expect(repeatedSchemas(generateOpenApi(routes, '1'))).toHaveLength(1);
  });

  it('says of every declared problem with which status it comes', () => {
    const codes = ALL_ROUTES.flatMap(({ problems }) => Object.keys(problems ?? {}));
    expect(codes.filter((code) => !(code in PROBLEM_STATUSES))).toEqual([]);
  });

  it('describes parameters, security and own problems of an operation', () => {
    const query = z.object({ limit: z.coerce.number().int().default(10), word: z.string() });
    const problems = { device_unknown: 'no such thing' };
    const told = operation(generateOpenApi([route({ query, problems })], '1'), '/v1/things/{name}', 'get');
    expect(told.parameters).toEqual([
      { name: 'name', in: 'path', required: true, schema: { type: 'string' } },
      { name: 'limit', in: 'query', required: false, schema: expect.objectContaining({ default: 10 }) as object },
      { name: 'word', in: 'query', required: true, schema: { type: 'string' } },
    ]);
    expect(told.security).toEqual([{ apiKey: [] }, { session: [] }]);
    expect(told.responses).toMatchObject({
      200: { content: { 'application/json': { schema: { $ref: '#/components/schemas/ShowThingAnswer' } } } },
      401: { $ref: '#/components/responses/Problem401' },
      404: { description: '`device_unknown`: no such thing' },
    });
    expect(told.responses).not.toHaveProperty('413');
  });

  it('asks for the CSRF token with a session that changes something, and for nothing where it is open', () => {
    const routes = [
      route({ method: 'DELETE', answer: null, status: 204 }),
      route({ id: 'open', path: '/v1/open', scope: 'open' }),
    ];
    const told = generateOpenApi(routes, '1');
    expect(operation(told, '/v1/things/{name}', 'delete')).toMatchObject({
      security: [{ apiKey: [] }, { session: [], csrf: [] }],
      responses: { 204: { description: expect.not.stringContaining('undefined') as string } },
    });
    expect(operation(told, '/v1/open', 'get')).toMatchObject({ security: [] });
  });

  it('refuses a schema that is another one in a body than in an answer', () => {
    const both = z.object({ size: z.number().default(1) });
    expect(() => generateOpenApi([route({ method: 'PUT', body: both, answer: both })], '1')).toThrow(/another one/);
  });
});
