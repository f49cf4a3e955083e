import { readControllerState } from '../client/locate-controller';
import type { Environment } from '../environment';
import { CONTROLLER_SCRIPT } from './process-identity';
import { runControllerTask } from './run-controller-task';
import { stopProcess } from './stop-process';
import type { StopOutcome } from './stop-process';

/** Ends the controller of this home; its shards go on on their devices and are followed again after the next start. */
export async function stopController(environment: Environment, timeoutMs: number): Promise<StopOutcome> {
  const state = readControllerState(environment.home);
  return state ? stopProcess(state.pid, CONTROLLER_SCRIPT, timeoutMs) : 'not-running';
}

/** Has the embedded PostgreSQL and Redis stopped by the program that started them. @throws CliFailure if that fails. */
export async function stopServices(environment: Environment): Promise<StopOutcome> {
  await runControllerTask(environment, '--stop-services', {
    code: 'services_not_stopped',
    title: 'PostgreSQL or Redis did not stop',
    remedy: 'Run `joulefleet down` again; the servers are found by the files in JOULEFLEET_HOME.',
  });
  return 'stopped';
}
