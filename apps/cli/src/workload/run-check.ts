import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describeSystemError, isSystemError } from '@joulefleet/core';
import { failure } from '../cli-failure';
import type { Environment } from '../environment';
import { checkReport, type CheckReport } from './check-report';

/** A command, and what it is asked for. */
export interface CheckRequest {
  command: readonly string[];
  workload: {
    name: string;
    batchSize: number;
    graphMode: string;
    inferences: number;
    warmupBatches: number;
    warmupMaxS: number;
    options: Readonly<Record<string, unknown>>;
  };
  timeoutS: number;
}

const PROGRAM = join('agent', 'tools', 'check_runner.py');
const MAX_SAID = 2_000;

/**
 * Runs a command on this machine with the agent's own code. Files of the working folder are handed on by their full paths, because a
 * workload is started in the home of its user.
 * @throws CliFailure `python_missing` (operator), `check_failed` (bug).
 */
export async function runCheck(environment: Environment, request: CheckRequest): Promise<CheckReport> {
  const { workingFolder, rootFolder } = environment;
  const command = request.command.map((word) => {
    const path = resolve(workingFolder, word);
    return existsSync(path) ? path : word;
  });
  const { said, wrote } = await runPython(join(rootFolder, PROGRAM), { ...request, command });
  const report = checkReport.safeParse(parseJson(said));
  if (report.success) return report.data;
  throw failure({
    code: 'check_failed',
    title: 'The check did not come to an end',
    detail: `${PROGRAM} printed no report: ${wrote.slice(-MAX_SAID)}`,
    origin: 'bug',
    transient: false,
  });
}

function runPython(program: string, request: object): Promise<{ said: string; wrote: string }> {
  return new Promise((done, refuse) => {
    const child = spawn('python3', [program], { stdio: ['pipe', 'pipe', 'pipe'] });
    let said = '';
    let wrote = '';
    child.stdout.on('data', (data: Buffer) => (said += data.toString('utf8')));
    child.stderr.on('data', (data: Buffer) => (wrote = (wrote + data.toString('utf8')).slice(-MAX_SAID)));
    child.on('error', (error) => refuse(pythonMissing(error)));
    child.on('close', () => done({ said, wrote }));
    // It may have ended before it read: what it printed tells why.
    child.stdin.on('error', () => undefined);
    child.stdin.end(`${JSON.stringify(request)}\n`);
  });
}

function pythonMissing(error: Error): Error {
  return failure({
    code: 'python_missing',
    title: 'There is no Python here',
    detail: `python3: ${isSystemError(error) ? describeSystemError(error) : error.message}`,
    origin: 'operator',
    transient: false,
    remedy: 'Install Python 3.6 or newer: the check runs the agent, which is Python.',
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
