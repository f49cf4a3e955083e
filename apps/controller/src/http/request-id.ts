import { randomUUID } from 'node:crypto';
import type { NextFunction, Request, Response } from 'express';

const WELL_FORMED = /^[A-Za-z0-9._-]{1,64}$/;

/** The id that a request came with, if it is safe to write into logs and headers; else a new one. */
export function requestIdOf(given: string | readonly string[] | undefined): string {
  return typeof given === 'string' && WELL_FORMED.test(given) ? given : randomUUID();
}

/** Names a request before anything else looks at it, and tells the caller by which name to ask for it. */
export function identifyRequest(request: Request, response: Response, next: NextFunction): void {
  const id = requestIdOf(request.headers['x-request-id']);
  request.id = id;
  response.setHeader('X-Request-Id', id);
  next();
}

/** The id of a request that was identified. */
export function idOf({ id }: Request): string | undefined {
  return typeof id === 'string' ? id : undefined;
}
