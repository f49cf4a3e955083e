import { problem } from '../http/problem';
import { PROBLEM_STATUSES } from '../http/problem-statuses';
import type { Route } from '../http/route';
import type { DescribedSchemas, JsonObject } from './describe-schemas';

const OPERATOR_STATUS = 422;

type Codes = Readonly<Record<string, string>>;

const BODY_PROBLEMS: Codes = {
  bad_json: 'the body is not a JSON object',
  body_too_large: 'the body is larger than any that is taken',
  unsupported_media_type: 'the body is not said to be application/json',
};
const INPUT_PROBLEMS: Codes = { bad_request: 'the body or the query is wrong; `errors` has every finding' };
const CALLER_PROBLEMS: Codes = {
  unauthorized: 'nobody is known by that key or session',
  forbidden: 'the caller lacks the scope',
  csrf_refused: 'with a session: the request has no X-CSRF-Token of it, or comes from another site',
};
const LIMIT_PROBLEMS: Codes = { rate_limited: 'too many requests: Retry-After says when to go on' };

/** Of what no code of a route tells: the status is that of the fault's origin. */
const BY_ORIGIN: Readonly<Record<number, string>> = {
  500: 'A bug of the controller: its log has the rest under the request id.',
  502: 'A fault of the device.',
  503: 'The controller cannot do it now; retrying helps.',
  504: 'A fault of the network on the way to the device.',
};

const HEADERS = { 'X-Request-Id': { $ref: '#/components/headers/RequestId' } };

/** The problems that operations share, by the name of their status. */
export function describeCommonProblems(schemas: DescribedSchemas): JsonObject {
  const common = codesByStatus({ ...BODY_PROBLEMS, ...INPUT_PROBLEMS, ...CALLER_PROBLEMS, ...LIMIT_PROBLEMS });
  const named = [...common].map(([status, codes]) => [`Problem${status}`, problemAnswer(codes, schemas)]);
  const byOrigin = Object.entries(BY_ORIGIN).map(([status, text]) => [
    `Problem${status}`,
    problemAnswer([text], schemas),
  ]);
  return Object.fromEntries([...named, ...byOrigin]) as JsonObject;
}

/** Every answer of an operation by its status: the good one, its own problems and those that it shares with others. */
export function describeResponses(route: Route, schemas: DescribedSchemas): JsonObject {
  const shared = codesByStatus(sharedCodes(route));
  const own = codesByStatus(route.problems ?? {});
  const statuses = [
    ...shared.keys(),
    ...Object.keys(BY_ORIGIN)
      .map(Number)
      .filter((each) => mayFailWith(route, each)),
  ];
  return Object.fromEntries([
    ...statuses.map((status) => [status, { $ref: `#/components/responses/Problem${status}` }]),
    ...[...own].map(([status, codes]) => [status, problemAnswer([...(shared.get(status) ?? []), ...codes], schemas)]),
    ...(route.otherAnswerStatuses ?? []).map((status) => [
      status,
      answer(route, schemas, 'The same answer: read `ok`.'),
    ]),
    [route.status, answer(route, schemas, route.answer ? 'Done.' : 'Done; there is nothing to tell.')],
  ]) as JsonObject;
}

function sharedCodes({ body, query, scope }: Route): Codes {
  return {
    ...(body && BODY_PROBLEMS),
    ...((body ?? query) && INPUT_PROBLEMS),
    ...(scope !== 'open' && CALLER_PROBLEMS),
    ...LIMIT_PROBLEMS,
  };
}

function codesByStatus(codes: Codes): Map<number, string[]> {
  const byStatus = new Map<number, string[]>();
  for (const [code, meaning] of Object.entries(codes)) {
    const status = PROBLEM_STATUSES[code] ?? OPERATOR_STATUS;
    byStatus.set(status, [...(byStatus.get(status) ?? []), `\`${code}\`: ${meaning}`]);
  }
  return byStatus;
}

/** 502 and 504 come from those only that reach a device. */
function mayFailWith(route: Route, status: number): boolean {
  const reachesDevice = 'device_unreachable' in (route.problems ?? {});
  return status === 500 || status === 503 || reachesDevice;
}

function answer(
  { answer: schema, contentType = 'application/json' }: Route,
  schemas: DescribedSchemas,
  description: string,
): JsonObject {
  if (!schema) return { description, headers: HEADERS };
  return { description, headers: HEADERS, content: { [contentType]: { schema: schemas.refTo(schema) } } };
}

function problemAnswer(codes: readonly string[], schemas: DescribedSchemas): JsonObject {
  const content = { 'application/problem+json': { schema: schemas.refTo(problem) } };
  return { description: codes.join('; '), headers: HEADERS, content };
}
