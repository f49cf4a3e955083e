import { identityRoutes } from '@joulefleet/contracts';
import type { Command } from 'commander';
import { confirm } from '../../terminal/confirm';
import { action, example } from '../command-run';
import type { CommandRun } from '../command-run';

/** `joulefleet identity remove NAME`. */
export function registerIdentityRemove(parent: Command, run: CommandRun): void {
  parent
    .command('remove')
    .description('delete a key that no device needs; this cannot be undone')
    .argument('<name>', 'name of the key')
    .option('--yes', 'do not ask')
    .addHelpText('after', example('joulefleet identity remove old-lab --yes'))
    .action(
      action(run, async (session, command) => {
        const [name] = command.processedArgs as [string];
        await confirm(session, `Forget the key ${name} for good?`, command.opts<{ yes?: boolean }>().yes);
        await session.client().call(identityRoutes.removeIdentity, { params: { name } });
        session.result({ removed: name }, `${name} is forgotten. Devices that list its public key still let it in.`);
      }),
    );
}
