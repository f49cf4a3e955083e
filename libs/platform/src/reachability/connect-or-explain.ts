import { setTimeout as sleep } from 'node:timers/promises';
import { Fault, type FaultOrigin } from '@joulefleet/core';
import { probePostgres } from './probe-postgres';
import { probeRedis } from './probe-redis';
import { describeAddress, ProbeFailure, type Unreachable } from './server-address';

/** A missing server must be reported within 5 s of the start; this leaves 3 s for starting and reporting. */
const DEFAULT_TIMEOUT_MS = 2000;
const PAUSE_MS = 100;

interface Server {
  name: 'PostgreSQL' | 'Redis';
  code: string;
  variable: 'DATABASE_URL' | 'REDIS_URL';
  url: string;
  probe: (url: string, timeoutMs: number) => Promise<void>;
}

const ORIGINS: Record<Unreachable, FaultOrigin> = {
  refused: 'operator',
  unknown_host: 'operator',
  not_that_server: 'operator',
  rejected: 'operator',
  timed_out: 'network',
  unreachable: 'network',
  full: 'controller',
  starting: 'controller',
};

const DESCRIPTIONS: Record<Unreachable, string> = {
  refused: 'nothing listens there',
  unknown_host: 'no such host name',
  not_that_server: 'a different kind of server answers there',
  rejected: 'it rejected the connection',
  timed_out: 'no answer',
  unreachable: 'no route to the server',
  full: 'it takes no more connections',
  starting: 'it is starting or stopping',
};

/**
 * Probes both servers in parallel; returns when they are ready.
 * @throws Fault `postgres_unreachable` or `redis_unreachable` within `timeoutMs`, with the address, the origin and a
 * remedy. If both fail, the message names both.
 */
export async function connectOrExplain(
  urls: { databaseUrl?: string; redisUrl?: string },
  timeoutMs: number = DEFAULT_TIMEOUT_MS,
): Promise<void> {
  const attempts = await Promise.allSettled(serversOf(urls).map((server) => waitForServer(server, timeoutMs)));
  const faults = attempts.flatMap((attempt) => (attempt.status === 'rejected' ? [attempt.reason as Fault] : []));
  const [first, second] = faults;
  if (first === undefined) return;
  if (second === undefined) throw first;
  const { code, origin, where, remedy } = first;
  throw new Fault(`${first.message}; ${second.message}`, {
    code,
    origin,
    transient: first.transient && second.transient,
    where: `${where}, ${second.where}`,
    remedy: `${remedy} ${second.remedy}`,
    cause: first.cause,
  });
}

function serversOf({ databaseUrl, redisUrl }: { databaseUrl?: string; redisUrl?: string }): Server[] {
  const servers: Server[] = [];
  if (databaseUrl !== undefined) {
    const names = { name: 'PostgreSQL', code: 'postgres_unreachable', variable: 'DATABASE_URL' } as const;
    servers.push({ ...names, url: databaseUrl, probe: probePostgres });
  }
  if (redisUrl !== undefined) {
    const names = { name: 'Redis', code: 'redis_unreachable', variable: 'REDIS_URL' } as const;
    servers.push({ ...names, url: redisUrl, probe: probeRedis });
  }
  return servers;
}

/** Probes until the server is ready or fails for good; waits for a server that is starting. */
async function waitForServer(server: Server, timeoutMs: number): Promise<void> {
  const deadlineMs = performance.now() + timeoutMs;
  for (;;) {
    try {
      return await server.probe(server.url, Math.max(1, deadlineMs - performance.now()));
    } catch (error) {
      if (!(error instanceof ProbeFailure)) throw error;
      const passes = error.reason === 'starting' || error.reason === 'full';
      if (!passes || performance.now() + PAUSE_MS >= deadlineMs) throw explain(server, error);
      await sleep(PAUSE_MS);
    }
  }
}

function explain({ name, code, variable, url }: Server, failure: ProbeFailure): Fault {
  const where = describeAddress(url);
  return new Fault(`${name} at ${where}: ${DESCRIPTIONS[failure.reason]} (${failure.message})`, {
    code,
    origin: ORIGINS[failure.reason],
    transient: failure.reason !== 'unknown_host' && failure.reason !== 'not_that_server',
    where,
    remedy: remedyOf(failure.reason, name, variable),
    cause: failure,
  });
}

function remedyOf(reason: Unreachable, name: Server['name'], variable: Server['variable']): string {
  switch (reason) {
    case 'rejected':
      return `Correct user, password and database in ${variable}.`;
    case 'full':
      return `Raise the number of connections that ${name} allows (max_connections, maxclients), or run fewer workers.`;
    case 'starting':
      return `Wait for ${name}; look at its log if that takes long.`;
    default:
      return `Start ${name} there, correct ${variable}, or unset it to use the embedded server.`;
  }
}
