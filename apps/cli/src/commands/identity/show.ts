import type { Command } from 'commander';
import { findIdentity } from '../../client/find-identity';
import { action, example } from '../command-run';
import type { CommandRun } from '../command-run';

/** `joulefleet identity show NAME`: plain, so that it can be appended to a file. */
export function registerIdentityShow(parent: Command, run: CommandRun): void {
  parent
    .command('show')
    .description('the line of a key for authorized_keys')
    .argument('<name>', 'name or fingerprint of the key')
    .addHelpText(
      'after',
      example(
        'joulefleet identity show fleet',
        'joulefleet identity show fleet | ssh nano-1 "cat >> .ssh/authorized_keys"',
      ),
    )
    .action(
      action(run, async (session, command) => {
        const [name] = command.processedArgs as [string];
        const identity = await findIdentity(session.client(), name);
        session.result(identity, identity.publicKey);
      }),
    );
}
