import { loggerOptions, type Configuration } from '@joulefleet/platform';
import type { IncomingMessage } from 'node:http';
import type { DestinationStream } from 'pino';
import type { Options } from 'pino-http';

export interface LogOptions {
  logLevel: Configuration['logLevel'];
  /** Where the log goes; standard output unless said otherwise. */
  logTo?: DestinationStream;
}

/**
 * Options of the controller's logger: every line that is written for a request carries its `requestId`, and nothing else of
 * it; what there is to say about the request itself is in its own line (observe-requests.ts).
 */
export function requestLogging(options: LogOptions): Options {
  return {
    ...loggerOptions('controller', options),
    ...(options.logTo && { stream: options.logTo }),
    autoLogging: false,
    quietReqLogger: true,
    customAttributeKeys: { reqId: 'requestId' },
    genReqId: (request: IncomingMessage) => request.id,
  };
}
