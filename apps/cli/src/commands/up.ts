import type { Command } from 'commander';
import { startController } from '../processes/start-controller';
import type { ControllerStart } from '../processes/start-controller';
import { runStep } from '../terminal/run-step';
import type { Session } from '../terminal/session';
import { action, example } from './command-run';
import type { CommandRun } from './command-run';

const READY_TIMEOUT_MS = 120_000;

/** `joulefleet up`: starts the controller with everything it needs, or says that it runs already. */
export function registerUp(parent: Command, run: CommandRun): void {
  parent
    .command('up')
    .description('start the controller, PostgreSQL and Redis on this machine')
    .addHelpText('after', example('joulefleet up', 'JOULEFLEET_HOME=/srv/joulefleet joulefleet up --json'))
    .action(
      action(run, async (session) => {
        const start = await bringUp(session);
        const { state, outcome, logFile } = start;
        const words = outcome === 'started' ? 'Controller started' : 'Controller is running already';
        session.result(
          { outcome, ...state, home: session.io.environment.home, logFile },
          `${words}: ${state.url} (process ${state.pid}). Log: ${logFile}`,
        );
      }),
    );
}

/** Starts the controller as a step with its time. */
export function bringUp(session: Session): Promise<ControllerStart> {
  return runStep(session, 'starting the controller', async (say) => {
    const start = await startController(session.io.environment, READY_TIMEOUT_MS, (text) => say(`waiting for ${text}`));
    return { done: start.outcome === 'started' ? 'controller started' : 'controller was running', value: start };
  });
}
