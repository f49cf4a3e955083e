import type { LoggerOptions } from 'pino';
import type { Configuration } from '../configuration/read-configuration';
import { redactSecrets } from './redact-secrets';

/** Keys whose value is never logged, at the top level and one or two levels below. */
const SECRET_KEYS = [
  'password',
  'passphrase',
  'privateKey',
  'token',
  'secret',
  'authorization',
  'cookie',
  'databaseUrl',
];
const SECRET_PATHS = SECRET_KEYS.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]);
const HEADER_PATHS = ['req.headers.authorization', 'req.headers.cookie', 'res.headers["set-cookie"]'];

/**
 * Options of every logger: JSON lines with the time in ISO 8601, secrets removed by key and, for those inside a text
 * such as a connection error, once more from the finished line.
 */
export function loggerOptions(name: string, configuration: Pick<Configuration, 'logLevel'>): LoggerOptions {
  return {
    name,
    level: configuration.logLevel,
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    redact: { paths: [...SECRET_PATHS, ...HEADER_PATHS], censor: '[redacted]' },
    hooks: { streamWrite: redactSecrets },
  };
}
