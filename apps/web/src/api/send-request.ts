import { unreachable } from './api-failure';
import type { RouteId } from './routes';

export interface Request {
  params?: Readonly<Record<string, string>>;
  query?: Readonly<Record<string, unknown>>;
  body?: unknown;
  csrfToken?: string | null;
  signal?: AbortSignal;
}

/** One request to a route by its id, with the cookie. @throws ApiFailure when nobody answers. */
export async function sendRequest(id: RouteId, { body, csrfToken, signal, ...where }: Request): Promise<Response> {
  const headers: Record<string, string> = { accept: 'application/json' };
  if (body !== undefined) headers['content-type'] = 'application/json';
  if (csrfToken) headers['x-csrf-token'] = csrfToken;
  const init = { method: routeOf(id)[0], headers, body: body === undefined ? undefined : JSON.stringify(body), signal };
  return fetch(pathOf(id, where), init).catch((error: unknown) => {
    signal?.throwIfAborted();
    throw error instanceof TypeError ? unreachable() : error;
  });
}

/** Path and query of a route: to send to it, to link to a file, or to open a stream. */
export function pathOf(id: RouteId, { params = {}, query = {} }: Pick<Request, 'params' | 'query'>): string {
  const path = routeOf(id)[1].replace(/:([A-Za-z]+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (typeof value === 'string' || typeof value === 'number') search.append(name, String(value));
  }
  return search.size > 0 ? `${path}?${search.toString()}` : path;
}

function routeOf(id: RouteId): readonly [string, string] {
  const route = __ROUTES__[id];
  if (!route) throw new Error(`no route ${id}`);
  return route;
}
