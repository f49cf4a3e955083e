import type { NestExpressApplication } from '@nestjs/platform-express';
import { Metrics } from '@joulefleet/platform';
import { observeRequests } from './observe-requests';
import { identifyRequest } from './request-id';
import { requireJson } from './require-json';
import { secureHeaders } from './security-headers';

/** Bytes of a request body: a campaign file has at most 256 KiB. */
const BODY_LIMIT = '512kb';

/** What happens to every request before a guard sees it, in this order: even a body that does not parse has an id. */
export function prepareHttp(app: NestExpressApplication): void {
  app.disable('x-powered-by');
  app.use(identifyRequest, observeRequests(app.get(Metrics)), secureHeaders, requireJson);
  app.useBodyParser('json', { limit: BODY_LIMIT });
}
