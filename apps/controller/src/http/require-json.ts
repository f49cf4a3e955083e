import type { NextFunction, Request, Response } from 'express';
import { Fault } from '@joulefleet/core';

/** Refuses a body without a JSON content type, which the parser would silently ignore. */
export function requireJson(request: Request, _response: Response, next: NextFunction): void {
  const { 'content-length': length, 'transfer-encoding': encoding, 'content-type': type } = request.headers;
  const hasBody = encoding !== undefined || (length !== undefined && length !== '0');
  if (!hasBody || request.is('application/json') !== false) return next();
  next(
    new Fault(type === undefined ? 'missing Content-Type' : `unsupported Content-Type ${type}`, {
      code: 'unsupported_media_type',
      origin: 'operator',
      transient: false,
      remedy: 'Send JSON with the header Content-Type: application/json.',
    }),
  );
}
