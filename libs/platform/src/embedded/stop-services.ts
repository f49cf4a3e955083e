import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Fault } from '@joulefleet/core';
import type { Configuration } from '../configuration/read-configuration';
import { holdLock } from './hold-lock';
import { isAlive } from './process-identity';
import { runningRecord, SERVICES, type ServiceName, type ServiceRecord } from './service-record';

const LOCK_WAIT_S = 60;
const STOP_TIMEOUT_MS = 15_000;
const PAUSE_MS = 20;

/**
 * PostgreSQL: SIGINT ends sessions and writes a checkpoint; SIGQUIT follows only if that failed. Redis: SIGTERM saves.
 */
const SIGNALS: Record<ServiceName, readonly NodeJS.Signals[]> = {
  postgres: ['SIGINT', 'SIGQUIT', 'SIGKILL'],
  redis: ['SIGTERM', 'SIGKILL'],
};

/**
 * Stops the embedded servers of a home, whichever process started them, and returns the names of those that were
 * running. Configured servers (DATABASE_URL, REDIS_URL) are never touched.
 * @throws Fault `service_not_ours` when they belong to another user.
 */
export async function stopServices({ home }: Pick<Configuration, 'home'>): Promise<ServiceName[]> {
  const records = join(home, 'records');
  if (!existsSync(records)) return [];
  return holdLock(join(records, 'lock'), LOCK_WAIT_S, async () => {
    const stopped = await Promise.all(SERVICES.map((service) => stopOne(records, service)));
    return SERVICES.filter((_, index) => stopped[index]);
  });
}

async function stopOne(records: string, service: ServiceName): Promise<boolean> {
  const record = runningRecord(records, service);
  if (record === undefined) return false;
  for (const signal of SIGNALS[service]) {
    send(record, service, signal);
    if (await hasEnded(record)) return true;
  }
  throw new Fault(`the embedded ${service} (process ${record.pid}) does not stop`, {
    code: 'service_stuck',
    origin: 'controller',
    transient: true,
    where: `process ${record.pid}`,
    remedy: `Check the process with \`ps -fp ${record.pid}\`: a process in state D waits for its disk and cannot be killed.`,
  });
}

function send(record: ServiceRecord, service: ServiceName, signal: NodeJS.Signals): void {
  try {
    if (isAlive(record)) process.kill(record.pid, signal);
  } catch (cause) {
    throw new Fault(`the embedded ${service} (process ${record.pid}) belongs to another user`, {
      code: 'service_not_ours',
      origin: 'operator',
      transient: false,
      where: `process ${record.pid}`,
      remedy: 'Stop it as the user that started it.',
      cause,
    });
  }
}

async function hasEnded(record: ServiceRecord): Promise<boolean> {
  const deadlineMs = performance.now() + STOP_TIMEOUT_MS;
  while (isAlive(record)) {
    if (performance.now() > deadlineMs) return false;
    await sleep(PAUSE_MS);
  }
  return true;
}
