import type { Command } from 'commander';
import { stopTwins } from '../../demo/start-twins';
import { stopController, stopServices } from '../../processes/stop-controller';
import type { StopOutcome } from '../../processes/stop-process';
import { runStep } from '../../terminal/run-step';
import { action, example } from '../command-run';
import type { CommandRun } from '../command-run';

const STOP_TIMEOUT_MS = 20_000;
const WORDS: Readonly<Record<StopOutcome, string>> = {
  stopped: ' stopped',
  killed: ' did not end and was killed',
  'not-running': ': not running',
};

/** `joulefleet down`: stops what `up` and `demo` started. Data stays. What does not stop keeps nothing else running. */
export function registerDown(parent: Command, run: CommandRun): void {
  parent
    .command('down')
    .description('stop the controller, the twins, PostgreSQL and Redis; all data stays')
    .addHelpText('after', example('joulefleet down'))
    .action(
      action(run, async (session) => {
        const { environment } = session.io;
        const failures: unknown[] = [];
        const step = (what: string, stop: () => Promise<StopOutcome>): Promise<StopOutcome | 'failed'> =>
          runStep(session, `stopping ${what}`, async () => {
            const value = await stop();
            return { done: `${what}${WORDS[value]}`, value };
          }).catch((error: unknown) => {
            failures.push(error);
            return 'failed';
          });
        const controller = await step('controller', () => stopController(environment, STOP_TIMEOUT_MS));
        const twins = await step('twins', () => stopTwins(environment));
        const services = await step('PostgreSQL and Redis', () => stopServices(environment));
        if (failures.length > 0) throw failures[0];
        session.result(
          { controller, twins, services, home: environment.home },
          `Everything on this machine is stopped. A device in the middle of a shard goes on for up to 15 minutes, restores itself, and\n` +
            `keeps what it has measured. Data stays in ${environment.home}; \`${session.commandLine('up')}\` goes on with it.`,
        );
      }),
    );
}
