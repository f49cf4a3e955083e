import { spawn } from 'node:child_process';
import { failure } from '../cli-failure';
import type { Environment } from '../environment';
import { CONTROLLER_SCRIPT } from './process-identity';
import { readFault } from './read-fault';
import { requireCompiled } from './start-detached';

const LINES_SHOWN = 5;

/** What is said when a task fails without a word of its own. */
export interface TaskFailure {
  code: string;
  title: string;
  remedy: string;
}

/**
 * Has the controller's program do one thing on this machine and end.
 * @throws CliFailure the program's own fault, or else `onFailure` (controller) with the last that it said.
 */
export async function runControllerTask(
  environment: Environment,
  task: '--ensure-services' | '--stop-services' | '--reset-admin',
  onFailure: TaskFailure,
): Promise<void> {
  const script = `${environment.distFolder}/${CONTROLLER_SCRIPT}`;
  requireCompiled(script);
  const child = spawn(process.execPath, [script, task], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: environment.childEnvironment,
    cwd: environment.rootFolder,
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += String(chunk)));
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  if (exitCode === 0) return;
  const lines = said.trim().split('\n');
  const detail = lines.slice(-LINES_SHOWN).join('\n    ') || `exit code ${exitCode}`;
  throw failure({ ...onFailure, origin: 'controller', transient: true, detail, ...readFault(lines) });
}
