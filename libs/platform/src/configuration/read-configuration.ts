import { isIP } from 'node:net';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { Fault, parseAllowedHost, type AllowedHost } from '@joulefleet/core';
import { MASTER_KEY_BYTES } from '../secrets/master-key';

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

/** Everything a process reads from its environment. */
export interface Configuration {
  /** Folder of everything Joulefleet stores on this machine: embedded databases, keys, twins. */
  home: string;
  /** Folder of downloads that several homes may share. */
  cacheFolder: string;
  /** PostgreSQL to use instead of the embedded one. */
  databaseUrl?: string;
  /** Redis to use instead of the embedded one. */
  redisUrl?: string;
  /** Master key that encrypts private keys, in base64; if unset, a file in the home holds it. */
  masterKey?: string;
  /** Address that the controller listens on; loopback by default. */
  host: string;
  /** TCP port that the controller listens on; 0 lets the system choose. */
  port: number;
  /** True when no port was configured: if the default is in use, any free port is used. */
  anyPort: boolean;
  /** Addresses and subnets of proxies whose `X-Forwarded-For` is trusted. */
  trustedProxies: string[];
  logLevel: (typeof LOG_LEVELS)[number];
  /** Whether the controller keeps a connection to every device and recovers unreachable ones. */
  watch: boolean;
  /** How large a campaign may be. */
  campaignLimits: { maxTrials: number; maxCells: number };
  /** Hosts to which notices may be sent; nobody when empty. */
  noticeHosts: AllowedHost[];
  /** TCP port on which a worker serves its metrics; unset: it serves none. */
  workerMetricsPort?: number;
}

const PORT = 'expected a port number, 0 to 65535';
const port = z.coerce.number(PORT).int(PORT).min(0, PORT).max(65_535, PORT);

/** Each rule has its own message: those of zod are not for users, and a value may be a secret, which is never repeated. */
const environmentSchema = z.object({
  JOULEFLEET_HOME: z.string().optional(),
  JOULEFLEET_CACHE: z.string().optional(),
  DATABASE_URL: urlOf('postgresql', 'postgres').optional(),
  REDIS_URL: urlOf('redis', 'rediss').optional(),
  JOULEFLEET_MASTER_KEY: z.string().refine(isMasterKey, `expected ${MASTER_KEY_BYTES} bytes in base64`).optional(),
  JOULEFLEET_HOST: z.string().default('127.0.0.1'),
  JOULEFLEET_PORT: port.default(4680),
  JOULEFLEET_TRUSTED_PROXIES: z
    .string()
    .default('')
    .transform((text) => text.split(',').flatMap((each) => each.trim() || []))
    .refine(
      (all) => all.every(isAddressOrSubnet),
      'expected IP addresses or subnets such as 10.0.0.0/8, separated by commas',
    ),
  JOULEFLEET_NOTICE_HOSTS: z
    .string()
    .default('')
    .transform((text) => text.split(',').flatMap((each) => each.trim() || []))
    .refine(
      (all) => all.every((each) => parseAllowedHost(each) !== null),
      'expected hosts such as hooks.example.com, *.example.com or 10.0.0.2:25, separated by commas',
    )
    .transform((all) => all.flatMap((each) => parseAllowedHost(each) ?? [])),
  JOULEFLEET_WORKER_METRICS_PORT: port.optional(),
  JOULEFLEET_MAX_TRIALS: countUpTo(100_000_000).default(1_000_000),
  JOULEFLEET_MAX_CELLS: countUpTo(1_000_000).default(100_000),
  JOULEFLEET_WATCH: z.enum(['on', 'off'], 'expected on or off').default('on'),
  JOULEFLEET_LOG_LEVEL: z.enum(LOG_LEVELS, `expected one of ${LOG_LEVELS.join(', ')}`).default('info'),
});

function countUpTo(most: number) {
  const expected = `expected a whole number from 1 to ${most}`;
  return z.coerce.number(expected).int(expected).min(1, expected).max(most, expected);
}

function isAddressOrSubnet(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/');
  const version = isIP(address);
  if (version === 0 || more.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
}

function isMasterKey(text: string): boolean {
  return Buffer.from(text, 'base64').length === MASTER_KEY_BYTES;
}

function urlOf(...schemes: string[]) {
  const isOne = (text: string) => URL.canParse(text) && schemes.includes(new URL(text).protocol.slice(0, -1));
  return z.string().refine(isOne, `expected a URL that begins with ${schemes.map((s) => `${s}://`).join(' or ')}`);
}

/**
 * Reads the configuration from environment variables; an empty variable counts as unset.
 * @throws Fault `bad_configuration` (operator) that lists every invalid variable but never its value, which may contain
 * a password.
 */
export function readConfiguration(environment: NodeJS.ProcessEnv): Configuration {
  const given = Object.fromEntries(Object.entries(environment).filter(([, text]) => text !== ''));
  const parsed = environmentSchema.safeParse(given);
  if (!parsed.success) throw badConfiguration(parsed.error);
  const values = parsed.data;
  const home = resolve(values.JOULEFLEET_HOME ?? join(homedir(), '.joulefleet'));
  return {
    home,
    cacheFolder: resolve(values.JOULEFLEET_CACHE ?? join(home, 'cache')),
    databaseUrl: values.DATABASE_URL,
    redisUrl: values.REDIS_URL,
    masterKey: values.JOULEFLEET_MASTER_KEY,
    host: values.JOULEFLEET_HOST,
    port: values.JOULEFLEET_PORT,
    anyPort: given.JOULEFLEET_PORT === undefined,
    trustedProxies: values.JOULEFLEET_TRUSTED_PROXIES,
    logLevel: values.JOULEFLEET_LOG_LEVEL,
    watch: values.JOULEFLEET_WATCH === 'on',
    campaignLimits: { maxTrials: values.JOULEFLEET_MAX_TRIALS, maxCells: values.JOULEFLEET_MAX_CELLS },
    noticeHosts: values.JOULEFLEET_NOTICE_HOSTS,
    workerMetricsPort: values.JOULEFLEET_WORKER_METRICS_PORT,
  };
}

/** The configuration of this process: the one place in the libraries that reads its environment. */
export function processConfiguration(): Configuration {
  return readConfiguration(process.env);
}

function badConfiguration(error: z.ZodError): Fault {
  const findings = error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  return new Fault(`Invalid environment variables: ${findings.join('; ')}`, {
    code: 'bad_configuration',
    origin: 'operator',
    transient: false,
    where: error.issues.map((issue) => issue.path.join('.')).join(', '),
    remedy: 'Correct or unset these environment variables.',
  });
}
