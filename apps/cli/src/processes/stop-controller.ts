import { spawn } from 'node:child_process';
import { failure } from '../cli-failure';
import { readControllerState } from '../client/locate-controller';
import type { Environment } from '../environment';
import { CONTROLLER_SCRIPT } from './process-identity';
import { requireCompiled } from './start-detached';
import { stopProcess } from './stop-process';

/** Ends the controller of this home; its shards go on on their devices and are followed again after the next start. */
export async function stopController(environment: Environment, timeoutMs: number): Promise<'stopped' | 'not-running'> {
  const state = readControllerState(environment.home);
  if (!state) return 'not-running';
  return (await stopProcess(state.pid, CONTROLLER_SCRIPT, timeoutMs)) ? 'stopped' : 'not-running';
}

/** Has the embedded PostgreSQL and Redis stopped by the program that started them. @throws CliFailure if that fails. */
export async function stopServices(environment: Environment): Promise<void> {
  const script = `${environment.distFolder}/${CONTROLLER_SCRIPT}`;
  requireCompiled(script);
  const child = spawn(process.execPath, [script, '--stop-services'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: environment.childEnvironment,
    cwd: environment.rootFolder,
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += String(chunk)));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  if (code === 0) return;
  throw failure({
    code: 'services_not_stopped',
    title: 'PostgreSQL or Redis did not stop',
    detail: said.trim().split('\n').slice(-5).join('\n    ') || `exit code ${code}`,
    origin: 'controller',
    transient: true,
    remedy: 'Run `joulefleet down` again; the servers are found by the files in JOULEFLEET_HOME.',
  });
}
