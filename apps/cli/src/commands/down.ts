import type { Command } from 'commander';
import { stopTwins } from '../demo/start-twins';
import { stopController, stopServices } from '../processes/stop-controller';
import { runStep } from '../terminal/run-step';
import { action, example } from './command-run';
import type { CommandRun } from './command-run';

const STOP_TIMEOUT_MS = 60_000;

/** `joulefleet down`: stops what `up` and `demo` started. Data stays. */
export function registerDown(parent: Command, run: CommandRun): void {
  parent
    .command('down')
    .description('stop the controller, the twins, PostgreSQL and Redis; all data stays')
    .addHelpText('after', example('joulefleet down'))
    .action(
      action(run, async (session) => {
        const { environment } = session.io;
        const step = (what: string, stop: () => Promise<'stopped' | 'not-running'>) =>
          runStep(session, `stopping ${what}`, async () => {
            const value = await stop();
            return { done: value === 'stopped' ? `${what} stopped` : `${what}: not running`, value };
          });
        const controller = await step('controller', () => stopController(environment, STOP_TIMEOUT_MS));
        const twins = await step('twins', () => stopTwins(environment));
        const services = await step('PostgreSQL and Redis', async () => {
          await stopServices(environment);
          return 'stopped';
        });
        session.result(
          { controller, twins, services, home: environment.home },
          `Everything is stopped. Data stays in ${environment.home}; \`${session.commandLine('up')}\` goes on with it.`,
        );
      }),
    );
}
