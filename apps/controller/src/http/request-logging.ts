import { loggerOptions, type Configuration } from '@joulefleet/platform';
import type { IncomingMessage } from 'node:http';
import type { DestinationStream } from 'pino';
import type { Options } from 'pino-http';

export interface LogOptions {
  logLevel: Configuration['logLevel'];
  /** Destination of the log; standard output by default. */
  logTo?: DestinationStream;
}

/**
 * Options of the controller's logger. Lines written during a request carry its `requestId` and nothing else of it; the
 * request itself is logged once, by observe-requests.ts.
 */
export function requestLogging(options: LogOptions & { logTo: DestinationStream }): Options {
  return {
    ...loggerOptions('controller', options),
    stream: options.logTo,
    autoLogging: false,
    quietReqLogger: true,
    customAttributeKeys: { reqId: 'requestId' },
    genReqId: (request: IncomingMessage) => request.id,
  };
}
