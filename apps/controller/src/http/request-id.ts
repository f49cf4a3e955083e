import { randomUUID } from 'node:crypto';
import type { NextFunction, Request, Response } from 'express';

const WELL_FORMED = /^[A-Za-z0-9._-]{1,64}$/;

/** The caller's request id if it is safe in logs and headers, else a new one. */
export function requestIdOf(given: string | readonly string[] | undefined): string {
  return typeof given === 'string' && WELL_FORMED.test(given) ? given : randomUUID();
}

/** Assigns the request its id and returns it in the response header. */
export function identifyRequest(request: Request, response: Response, next: NextFunction): void {
  const id = requestIdOf(request.headers['x-request-id']);
  request.id = id;
  response.setHeader('X-Request-Id', id);
  next();
}

/** The id assigned to a request. */
export function idOf({ id }: Request): string | undefined {
  return typeof id === 'string' ? id : undefined;
}
