import type { Command } from 'commander';
import { action, example } from '../command-run';
import type { CommandRun } from '../command-run';
import { editUser } from './edit-user';

/** `joulefleet user enable NAME`. */
export function registerUserEnable(parent: Command, run: CommandRun): void {
  parent
    .command('enable')
    .description('give a disabled user access again; keys that were not revoked are valid again')
    .argument('<name>', 'name of the user')
    .addHelpText('after', example('joulefleet user enable ada'))
    .action(
      action(run, async (session, command) => {
        const [name] = command.processedArgs as [string];
        await editUser(session, name, { disabled: false }, `${name} is enabled.`);
      }),
    );
}
