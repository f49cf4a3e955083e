import type { Command } from 'commander';
import { usageFailure } from '../../cli-failure';
import { collectFirstAdmin } from '../../processes/collect-first-admin';
import { runControllerTask } from '../../processes/run-controller-task';
import { confirm, yesOption } from '../../terminal/confirm';
import { runStep } from '../../terminal/run-step';
import { action, example } from '../command-run';
import type { CommandRun } from '../command-run';

/** `joulefleet admin-reset`: for who has the controller's machine, and no way in. */
export function registerAdminReset(program: Command, run: CommandRun): void {
  program
    .command('admin-reset')
    .description("on the controller's machine: reset the password and the key of the user admin; audited")
    .addOption(yesOption())
    .addHelpText('after', example('joulefleet admin-reset'))
    .action(
      action(run, async (session, command) => {
        await confirm(session, command, 'The password of admin changes, and all sessions of admin end. Go on?');
        await runStep(session, 'resetting the admin', async () => {
          await runControllerTask(session.io.environment, '--reset-admin', {
            code: 'admin_not_reset',
            title: 'The admin was not reset',
            remedy: 'Run `joulefleet up` first: it says what is wrong with the database.',
          });
          return { done: 'admin reset', value: null };
        });
        const admin = collectFirstAdmin(session);
        if (!admin) throw usageFailure('another process has already collected the new password');
        session.result({ admin }, `Log in as ${admin.name} with the password above.`);
      }),
    );
}
