import type { NextFunction, Request, Response } from 'express';
import helmet, { strictTransportSecurity } from 'helmet';

/** Nothing of an answer of the API may be run, framed or loaded from. Pages for browsers need a policy of their own. */
const directives = {
  defaultSrc: ["'none'"],
  frameAncestors: ["'none'"],
  baseUri: ["'none'"],
  formAction: ["'none'"],
};

const harden = helmet({
  contentSecurityPolicy: { useDefaults: false, directives },
  xFrameOptions: { action: 'deny' },
  strictTransportSecurity: false,
});
const insistOnHttps = strictTransportSecurity({ maxAge: 365 * 24 * 3600, includeSubDomains: false });

/**
 * Headers of every answer. Nothing is kept by caches: answers depend on who asks, and some carry what is shown once. Over
 * plain http nobody is told to insist on https: a lab's controller may have none.
 */
export function secureHeaders(request: Request, response: Response, next: NextFunction): void {
  response.setHeader('Cache-Control', 'no-store');
  harden(request, response, (error) => {
    if (error !== undefined || !isHttps(request)) next(error);
    else insistOnHttps(request, response, next);
  });
}

/** Also behind a proxy that ends TLS. Who forges the header harms no one but himself. */
function isHttps(request: Request): boolean {
  const forwarded = request.headers['x-forwarded-proto'];
  return request.secure || (typeof forwarded === 'string' && forwarded.split(',')[0]!.trim() === 'https');
}
