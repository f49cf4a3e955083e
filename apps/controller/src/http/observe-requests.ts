import { ALL_ROUTES, healthRoutes, systemRoutes } from '@joulefleet/contracts';
import type { Metrics } from '@joulefleet/platform';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { PinoLogger } from 'nestjs-pino';
import type { AuthenticatedRequest } from './endpoint';

const KNOWN = new Set(ALL_ROUTES.map(({ path }) => path));
/** Asked every few seconds by machines. */
const QUIET = new Set<string>([...Object.values(healthRoutes), systemRoutes.showMetrics].map(({ path }) => path));

/** Notes every request when it is over: in the metrics, and as one line of the log. Never the query, which people fill. */
export function observeRequests(metrics: Metrics): RequestHandler {
  return (request: Request, response: Response, next: NextFunction) => {
    const startMs = performance.now();
    response.once('close', () => {
      const durationMs = performance.now() - startMs;
      const { method } = request;
      const route = templateOf(request);
      metrics.observeRequest(
        { route, method, status: `${Math.floor(response.statusCode / 100)}xx` },
        durationMs / 1000,
      );
      if (!QUIET.has(route)) logAccess(request, response, { method, route, durationMs: Math.round(durationMs) });
    });
    next();
  };
}

function logAccess(request: AuthenticatedRequest, response: Response, about: object): void {
  const line = {
    ...about,
    status: response.statusCode,
    principal: request.principal?.name ?? null,
    requestId: request.id,
    // The caller did not wait for the answer.
    ...(!response.writableFinished && { aborted: true }),
  };
  PinoLogger.root.info(line, 'request');
}

/** `/v1/devices/:name`, whatever the name; so that there are as many of them as there are routes. */
function templateOf({ route }: Request): string {
  const { path } = (route ?? {}) as { path?: unknown };
  return typeof path === 'string' && KNOWN.has(path) ? path : 'unmatched';
}
