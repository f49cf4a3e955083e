import type { NextFunction, Request, Response } from 'express';
import helmet, { strictTransportSecurity } from 'helmet';

/** API answers may not run scripts, be framed or load anything. The web interface has its own policy. */
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
 * Security headers of every answer. Nothing is cached: answers depend on the caller, and some contain secrets shown
 * once. HSTS is sent over https only: a lab's controller may have no certificate.
 */
export function secureHeaders(request: Request, response: Response, next: NextFunction): void {
  response.setHeader('Cache-Control', 'no-store');
  harden(request, response, (error) => {
    if (error !== undefined || !isHttps(request)) next(error);
    else insistOnHttps(request, response, next);
  });
}

/** Also true behind a proxy that terminates TLS. A caller who forges the header affects only their own answer. */
function isHttps(request: Request): boolean {
  const forwarded = request.headers['x-forwarded-proto'];
  return request.secure || (typeof forwarded === 'string' && forwarded.split(',')[0]!.trim() === 'https');
}
