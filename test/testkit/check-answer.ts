import { ALL_ROUTES, allowedMethods, problem, type Method, type Route } from '@joulefleet/contracts';

/**
 * Holds an answer of the API against its contract: what the route declares is there, what it does not declare is not, and
 * every error is a problem document.
 * @throws Error that says where they differ.
 */
export function checkAnswer(method: Method, path: string, status: number, body: unknown): void {
  const route = routeOf(method, path.split('?')[0]!);
  const success = route && (status === route.status || route.otherAnswerStatuses?.includes(status));
  const schema = success ? route.answer : problem;
  if (!schema) return;
  const parsed = schema.safeParse(body);
  const told = `${method} ${path} answers ${status}`;
  if (!parsed.success) throw new Error(`${told} with what is not in its contract: ${parsed.error.message}`);
  const undeclared = differences(body, parsed.data);
  if (undeclared.length > 0) throw new Error(`${told} with what its contract does not name: ${undeclared.join(', ')}`);
}

function routeOf(method: Method, path: string): Route | undefined {
  return ALL_ROUTES.find((route) => route.method === method && allowedMethods([route], path).length > 0);
}

/** Members that the schema took away, by their way. */
function differences(sent: unknown, kept: unknown, way = ''): string[] {
  if (typeof sent !== 'object' || sent === null) return [];
  return Object.entries(sent).flatMap(([key, value]) => {
    const here = `${way}/${key}`;
    const other = (kept as Record<string, unknown> | null)?.[key];
    return other === undefined && value !== undefined ? [here] : differences(value, other, here);
  });
}
