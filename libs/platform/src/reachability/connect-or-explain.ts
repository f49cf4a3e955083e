import { setTimeout as sleep } from 'node:timers/promises';
import { Fault, type FaultOrigin } from '@joulefleet/core';
import { probePostgres } from './probe-postgres';
import { probeRedis } from './probe-redis';
import { describeAddress, ProbeFailure, type Unreachable } from './server-address';

/** Leaves three seconds, of the five in which a missing server must have been named, to start and to say so. */
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
  starting: 'controller',
};

const WORDS: Record<Unreachable, string> = {
  refused: 'nothing listens there',
  unknown_host: 'no such host name',
  not_that_server: 'something else answers there',
  rejected: 'it refuses us',
  timed_out: 'no answer',
  unreachable: 'no way there',
  starting: 'it is still starting',
};

/**
 * Makes sure that the servers answer, both at once; returns when they do.
 * @throws Fault `postgres_unreachable` or `redis_unreachable` within `timeoutMs`, with the address tried, whose fault it
 * is and what to do. When both are missing the message names both.
 */
export async function connectOrExplain(
  urls: { databaseUrl?: string; redisUrl?: string },
  timeoutMs: number = DEFAULT_TIMEOUT_MS,
): Promise<void> {
  const attempts = await Promise.allSettled(serversOf(urls).map((server) => reach(server, timeoutMs)));
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

/** Probes until the server is ready or says something final; one that is starting is waited for. */
async function reach(server: Server, timeoutMs: number): Promise<void> {
  const deadlineMs = Date.now() + timeoutMs;
  for (;;) {
    try {
      return await server.probe(server.url, Math.max(1, deadlineMs - Date.now()));
    } catch (error) {
      if (!(error instanceof ProbeFailure)) throw error;
      if (error.reason !== 'starting' || Date.now() + PAUSE_MS >= deadlineMs) throw explain(server, error);
      await sleep(PAUSE_MS);
    }
  }
}

function explain({ name, code, variable, url }: Server, failure: ProbeFailure): Fault {
  const where = describeAddress(url);
  return new Fault(`${name} at ${where}: ${WORDS[failure.reason]} (${failure.message})`, {
    code,
    origin: ORIGINS[failure.reason],
    transient: failure.reason !== 'unknown_host' && failure.reason !== 'not_that_server',
    where,
    remedy: `Start ${name} there, correct ${variable}, or unset it to let Joulefleet run its own.`,
    cause: failure,
  });
}
