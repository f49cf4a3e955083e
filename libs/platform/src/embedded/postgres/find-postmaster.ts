import { readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { commandLine, identifyProcess } from '../process-identity';
import type { ServiceRecord } from '../service-record';

/**
 * A server that runs on this data folder though our record of it is lost; read from PostgreSQL's own `postmaster.pid`
 * (line 1: process number, line 4: port). A file left by a crash, whose number may belong to anybody by now, is removed:
 * PostgreSQL would refuse to start beside it.
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
