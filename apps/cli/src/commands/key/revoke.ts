import { accessRoutes } from '@joulefleet/contracts';
import type { Command } from 'commander';
import { action, example } from '../command-run';
import type { CommandRun } from '../command-run';

/** `joulefleet key revoke ID`. */
export function registerKeyRevoke(parent: Command, run: CommandRun): void {
  parent
    .command('revoke')
    .description('revoke an API key, at once and for good')
    .argument('<id>', 'id of the key: the part between jf_ and the next _')
    .option('--user <name>', 'of another user, as an admin')
    .addHelpText('after', example('joulefleet key revoke 3kTz9QpLmN0a'))
    .action(
      action(run, async (session, command) => {
        const [id] = command.processedArgs as [string];
        const { user } = command.opts<{ user?: string }>();
        const client = session.client();
        if (user === undefined) await client.call(accessRoutes.revokeKey, { params: { id } });
        else await client.call(accessRoutes.revokeUserKey, { params: { name: user, id } });
        session.result({ id, revoked: true }, `The key ${id} is revoked.`);
      }),
    );
}
