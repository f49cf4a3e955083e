import { identityRoutes } from '@joulefleet/contracts';
import type { Command } from 'commander';
import { confirm, yesOption } from '../../terminal/confirm';
import { action, example } from '../command-run';
import type { CommandRun } from '../command-run';

/** `joulefleet identity remove NAME`. */
export function registerIdentityRemove(parent: Command, run: CommandRun): void {
  parent
    .command('remove')
    .description('delete a key that no device needs; this cannot be undone')
    .argument('<name>', 'name of the key')
    .addOption(yesOption())
    .addHelpText('after', example('joulefleet identity remove old-lab --yes'))
    .action(
      action(run, async (session, command) => {
        const [name] = command.processedArgs as [string];
        await confirm(session, command, `Forget the key ${name} for good?`);
        await session.client().call(identityRoutes.removeIdentity, { params: { name } });
        session.result({ removed: name }, `${name} is forgotten. Devices that list its public key still let it in.`);
      }),
    );
}
