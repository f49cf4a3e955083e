import { readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { commandLine, identifyProcess } from '../process-identity';
import type { ServiceRecord } from '../service-record';

/**
 * Finds a server that runs on this data folder although its record is lost, from PostgreSQL's own `postmaster.pid`
 * (line 1: pid, line 4: port). Removes a file left by a crash, whose pid may have been reused: PostgreSQL would refuse
 * to start.
 */
export function findPostmaster(data: string): ServiceRecord | undefined {
  const path = join(data, 'postmaster.pid');
  const [pid, , , port] = readLines(path);
  if (pid === undefined) return undefined;
  const identity = identifyProcess(Number(pid));
  if (identity !== undefined && isPostmasterOf(identity.pid, data)) return { ...identity, port: Number(port) };
  rmSync(path, { force: true });
  return undefined;
}

function readLines(path: string): string[] {
  try {
    return readFileSync(path, 'utf8').split('\n');
  } catch {
    return [];
  }
}

function isPostmasterOf(pid: number, data: string): boolean {
  const [program, ...args] = commandLine(pid);
  return program !== undefined && basename(program) === 'postgres' && args.includes(data);
}
