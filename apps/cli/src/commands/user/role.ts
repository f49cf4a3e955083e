import { ROLES, type Role } from '@joulefleet/core';
import { Argument, type Command } from 'commander';
import { action, example } from '../command-run';
import type { CommandRun } from '../command-run';
import { editUser } from './edit-user';

/** `joulefleet user role NAME ROLE`. */
export function registerUserRole(parent: Command, run: CommandRun): void {
  parent
    .command('role')
    .description('change the role of a user; takes effect at once, for their keys too')
    .argument('<name>', 'name of the user')
    .addArgument(new Argument('<role>', 'the new role').choices(ROLES))
    .addHelpText('after', example('joulefleet user role ada admin'))
    .action(
      action(run, async (session, command) => {
        const [name, role] = command.processedArgs as [string, Role];
        await editUser(session, name, { role }, `${name} has the role ${role} now.`);
      }),
    );
}
