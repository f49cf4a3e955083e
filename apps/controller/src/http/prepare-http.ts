import type { NestExpressApplication } from '@nestjs/platform-express';
import { Metrics } from '@joulefleet/platform';
import { observeRequests } from './observe-requests';
import { identifyRequest } from './request-id';
import { requireJson } from './require-json';
import { secureHeaders } from './security-headers';
import { serveWeb } from './web/serve-web';

/** Maximum size of a request body in bytes: a campaign file has at most 256 KiB. */
const BODY_LIMIT = '512kb';

/**
 * Middleware that runs before the guards, in this order: the request id comes first, so that even an unparsable body
 * has one.
 */
export function prepareHttp(app: NestExpressApplication, webFolder: string): void {
  app.disable('x-powered-by');
  app.use(identifyRequest, observeRequests(app.get(Metrics)), secureHeaders, serveWeb(webFolder), requireJson);
  app.useBodyParser('json', { limit: BODY_LIMIT });
}
