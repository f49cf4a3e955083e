import type { Command } from 'commander';
import { confirm, yesOption } from '../../terminal/confirm';
import { action, example } from '../command-run';
import type { CommandRun } from '../command-run';
import { editUser } from './edit-user';

/** `joulefleet user disable NAME`. */
export function registerUserDisable(parent: Command, run: CommandRun): void {
  parent
    .command('disable')
    .description('block all access of a user, by password and by key; what they own stays')
    .argument('<name>', 'name of the user')
    .addOption(yesOption())
    .addHelpText('after', example('joulefleet user disable ada'))
    .action(
      action(run, async (session, command) => {
        const [name] = command.processedArgs as [string];
        await confirm(session, command, `Disable ${name}, at once?`);
        await editUser(session, name, { disabled: true }, `${name} is disabled.`);
      }),
    );
}
