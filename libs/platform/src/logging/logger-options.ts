import type { LoggerOptions } from 'pino';
import type { Configuration } from '../configuration/read-configuration';
import { redactSecrets } from './redact-secrets';

/** Keys whose values are never logged, on the top three levels of an object. */
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
 * Options of every logger: JSON lines with ISO 8601 times. Secrets are removed by key and, to catch those inside text
 * such as a connection error, again from the finished line.
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
