import { ALL_ROUTES, healthRoutes, systemRoutes } from '@joulefleet/contracts';
import type { Metrics } from '@joulefleet/platform';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { PinoLogger } from 'nestjs-pino';
import type { AuthenticatedRequest } from './endpoint';

const KNOWN = new Set(ALL_ROUTES.map(({ path }) => path));
/** Polled every few seconds by monitoring: counted, but not logged. */
const QUIET = new Set<string>([...Object.values(healthRoutes), systemRoutes.showMetrics].map(({ path }) => path));

/**
 * Records every finished request in the metrics and as one log line, without its query: it holds text that users typed.
 */
export function observeRequests(metrics: Metrics): RequestHandler {
  return (request: Request, response: Response, next: NextFunction) => {
    const startMs = performance.now();
    response.once('close', () => {
      const durationMs = performance.now() - startMs;
      const { method } = request;
      const route = templateOf(request);
      // How long somebody follows a stream says nothing about how fast requests are answered.
      if (!isStream(response)) {
        const status = `${Math.floor(response.statusCode / 100)}xx`;
        metrics.observeRequest({ route, method, status }, durationMs / 1000);
      }
      if (!QUIET.has(route)) logAccess(request, response, { method, route, durationMs: Math.round(durationMs) });
    });
    next();
  };
}

function logAccess(request: AuthenticatedRequest, response: Response, fields: object): void {
  const line = {
    ...fields,
    status: response.statusCode,
    principal: request.principal?.name ?? null,
    requestId: request.id,
    // The caller disconnected before the answer was sent.
    ...(!response.writableFinished && { aborted: true }),
  };
  PinoLogger.root.info(line, 'request');
}

function isStream(response: Response): boolean {
  return String(response.getHeader('Content-Type')).startsWith('text/event-stream');
}

/** The route template, such as `/v1/devices/:name`, which bounds the number of label values. */
function templateOf({ route }: Request): string {
  const { path } = (route ?? {}) as { path?: unknown };
  return typeof path === 'string' && KNOWN.has(path) ? path : 'unmatched';
}
