import { redactHeaders, redactSecrets } from '@joulefleet/core';
import type { LogFn, Logger, LoggerOptions } from 'pino';
import type { Configuration } from '../configuration/read-configuration';
import { boundLine } from './bound-line';
import { RepeatedLines } from './repeated-lines';

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
 * such as a connection error, again from the finished line. Long texts are cut, and warnings that repeat are counted.
 */
export function loggerOptions(name: string, configuration: Pick<Configuration, 'logLevel'>): LoggerOptions {
  return {
    name,
    level: configuration.logLevel,
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    redact: { paths: [...SECRET_PATHS, ...HEADER_PATHS], censor: '[redacted]' },
    hooks: { streamWrite: (line) => boundLine(redact(line)), logMethod: leaveOutRepeated(new RepeatedLines()) },
  };
}

const REDACTED = '[redacted]';
const WARN = 40;

function redact(line: string): string {
  return redactHeaders(redactSecrets(line, REDACTED), REDACTED);
}

/** Lines of the level info and below say what happened once; each of them is written. */
function leaveOutRepeated(lines: RepeatedLines): NonNullable<LoggerOptions['hooks']>['logMethod'] {
  return function (this: Logger, args: Parameters<LogFn>, method: LogFn, level: number) {
    const text = textOf(args);
    const suppressed = level < WARN || text === '' ? 0 : lines.take(text, performance.now());
    if (suppressed === null) return;
    method.apply(this, args);
    if (suppressed > 0) method.apply(this, [`the line above was left out ${suppressed} times`]);
  };
}

/** What a line says, of the ways in which pino is called. */
function textOf([first, second]: readonly unknown[]): string {
  if (typeof second === 'string') return second;
  const { message, err } = (first ?? {}) as { message?: unknown; err?: { message?: unknown } };
  const text = typeof first === 'string' ? first : (message ?? err?.message);
  return typeof text === 'string' ? text : '';
}
