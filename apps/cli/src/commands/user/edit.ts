import { accessRoutes, type EditUserRequest } from '@joulefleet/contracts';
import { ROLES, type Role } from '@joulefleet/core';
import { Argument, type Command } from 'commander';
import { confirm } from '../../terminal/confirm';
import type { Session } from '../../terminal/session';
import { action, example } from '../command-run';
import type { CommandRun } from '../command-run';

/** `joulefleet user role NAME ROLE`. */
export function registerUserRole(parent: Command, run: CommandRun): void {
  parent
    .command('role')
    .description('give a user another role, which holds at once, for their keys too')
    .argument('<name>', 'name of the user')
    .addArgument(new Argument('<role>', 'what they may').choices(ROLES))
    .addHelpText('after', example('joulefleet user role ada admin'))
    .action(
      action(run, async (session, command) => {
        const [name, role] = command.processedArgs as [string, Role];
        await edit(session, name, { role }, `${name} has the role ${role} now.`);
      }),
    );
}

/** `joulefleet user disable NAME`. */
export function registerUserDisable(parent: Command, run: CommandRun): void {
  parent
    .command('disable')
    .description('let a user in no more, neither with a password nor with a key; what is theirs stays')
    .argument('<name>', 'name of the user')
    .option('--yes', 'without asking')
    .addHelpText('after', example('joulefleet user disable ada'))
    .action(
      action(run, async (session, command) => {
        const [name] = command.processedArgs as [string];
        await confirm(session, `${name} is let in no more, from now on. Go on?`, command.opts<{ yes?: boolean }>().yes);
        await edit(session, name, { disabled: true }, `${name} is let in no more.`);
      }),
    );
}

/** `joulefleet user enable NAME`. */
export function registerUserEnable(parent: Command, run: CommandRun): void {
  parent
    .command('enable')
    .description('let a user in again; keys that were not revoked are good again')
    .argument('<name>', 'name of the user')
    .addHelpText('after', example('joulefleet user enable ada'))
    .action(
      action(run, async (session, command) => {
        const [name] = command.processedArgs as [string];
        await edit(session, name, { disabled: false }, `${name} is let in again.`);
      }),
    );
}

async function edit(session: Session, name: string, body: EditUserRequest, told: string): Promise<void> {
  const user = await session.client().call(accessRoutes.editUser, { params: { name }, body });
  session.result(user, told);
}
