import { identityRoutes } from '@joulefleet/contracts';
import type { Command } from 'commander';
import { action, example } from '../command-run';
import type { CommandRun } from '../command-run';

/** `joulefleet identity make NAME`. */
export function registerIdentityMake(parent: Command, run: CommandRun): void {
  parent
    .command('make')
    .description('make a key (ed25519) and print the line for authorized_keys; one of that name that was made stays')
    .argument('<name>', 'name of the key')
    .addHelpText('after', example('joulefleet identity make fleet'))
    .action(
      action(run, async (session, command) => {
        const [name] = command.processedArgs as [string];
        const identity = await session.client().call(identityRoutes.generateIdentity, { body: { name } });
        session.note('Put this line into ~/.ssh/authorized_keys of the login user of each device:');
        session.result(identity, identity.publicKey);
      }),
    );
}
