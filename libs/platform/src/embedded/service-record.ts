import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { isAlive } from './process-identity';

export const SERVICES = ['postgres', 'redis'] as const;
export type ServiceName = (typeof SERVICES)[number];

const recordSchema = z.object({ pid: z.int(), startTicks: z.int(), port: z.int() });

/**
 * The process and port of an embedded server. The record stays after the server stops, so that the port can be reused.
 */
export type ServiceRecord = z.infer<typeof recordSchema>;

function recordPath(recordsFolder: string, service: ServiceName): string {
  return join(recordsFolder, `${service}.json`);
}

/** The last record of a service, running or not; undefined if there is none or it is damaged. */
export function readRecord(recordsFolder: string, service: ServiceName): ServiceRecord | undefined {
  try {
    return recordSchema.parse(JSON.parse(readFileSync(recordPath(recordsFolder, service), 'utf8')));
  } catch {
    return undefined;
  }
}

/** The record of a service whose process is alive. */
export function runningRecord(recordsFolder: string, service: ServiceName): ServiceRecord | undefined {
  const record = readRecord(recordsFolder, service);
  return record !== undefined && isAlive(record) ? record : undefined;
}

export function writeRecord(recordsFolder: string, service: ServiceName, record: ServiceRecord): void {
  const path = recordPath(recordsFolder, service);
  writeFileSync(`${path}.new`, `${JSON.stringify(record)}\n`, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}
