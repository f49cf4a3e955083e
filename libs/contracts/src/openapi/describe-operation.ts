import type { Route } from '../http/route';
import { describeQuery, type DescribedSchemas, type JsonObject } from './describe-schemas';
import { describeResponses } from './describe-responses';

/** One operation of an OpenAPI document, from its route. */
export function describeOperation(route: Route, schemas: DescribedSchemas): JsonObject {
  const { id, method, path, summary, scope, body } = route;
  const parameters = [...pathParameters(path), ...queryParameters(route)];
  return {
    operationId: id,
    tags: [tagOf(path)],
    summary,
    description: scope === 'open' ? 'Open to everyone.' : `Needs the scope \`${scope}\`.`,
    'x-scope': scope,
    security: scope === 'open' ? [] : [{ apiKey: [] }, method === 'GET' ? { session: [] } : { session: [], csrf: [] }],
    ...(parameters.length > 0 && { parameters }),
    ...(body && { requestBody: { required: true, content: { 'application/json': { schema: schemas.refTo(body) } } } }),
    responses: describeResponses(route, schemas),
  };
}

/** `/v1/devices/:name` as OpenAPI writes it: `/v1/devices/{name}`. */
export function templateOf(path: string): string {
  return path.replaceAll(/:([A-Za-z]+)/g, '{$1}');
}

/** What a path is about: the word behind the version. */
function tagOf(path: string): string {
  return path.split('/')[2]!.replace(/\..*/, '');
}

function pathParameters(path: string): JsonObject[] {
  const names = [...path.matchAll(/:([A-Za-z]+)/g)].map(([, name]) => name!);
  return names.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } }));
}

function queryParameters({ query }: Route): JsonObject[] {
  return query ? describeQuery(query).map((parameter) => ({ ...parameter, in: 'query' })) : [];
}
