import type { LoggerOptions } from 'pino';
import type { Configuration } from '../configuration/read-configuration';
import { redactSecrets } from './redact-secrets';

/** Keys whose value is never logged, at the top level and one or two levels below. */
const SECRET_KEYS = [
  'password',
  'oldPassword',
  'newPassword',
  'passphrase',
  'privateKey',
  'token',
  'secret',
  'authorization',
  'cookie',
  'csrfToken',
  'databaseUrl',
  'redisUrl',
  'masterKey',
];
const SECRET_PATHS = SECRET_KEYS.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]);
const HEADER_KEYS = ['authorization', 'cookie', 'set-cookie', 'x-csrf-token'];
const HEADER_PATHS = ['headers', '*.headers'].flatMap((path) => HEADER_KEYS.map((key) => `${path}["${key}"]`));

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
