import type { NextFunction, Request, Response } from 'express';
import { Fault } from '@joulefleet/core';

/** A body that is not said to be JSON is refused, not overlooked. */
export function requireJson(request: Request, _response: Response, next: NextFunction): void {
  const { 'content-length': length, 'transfer-encoding': encoding, 'content-type': type } = request.headers;
  const hasBody = encoding !== undefined || (length !== undefined && length !== '0');
  if (!hasBody || request.is('application/json') !== false) return next();
  next(
    new Fault(`a body of type ${type ?? 'that nobody said'} is not taken`, {
      code: 'unsupported_media_type',
      origin: 'operator',
      transient: false,
      remedy: 'Send JSON, with the header Content-Type: application/json.',
    }),
  );
}
