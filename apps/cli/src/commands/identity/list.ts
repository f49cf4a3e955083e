import type { Command } from 'commander';
import { listIdentities } from '../../client/find-identity';
import { renderIdentities } from '../../render/identity/render-identities';
import { screenOf } from '../../terminal/screen';
import { action, example } from '../command-run';
import type { CommandRun } from '../command-run';

/** `joulefleet identity list`. */
export function registerIdentityList(parent: Command, run: CommandRun): void {
  parent
    .command('list')
    .description('the stored keys, and the number of devices that use each')
    .addHelpText('after', example('joulefleet identity list'))
    .action(
      action(run, async (session) => {
        const identities = await listIdentities(session.client());
        const none = `No identity is kept. Make one: ${session.commandLine('identity make fleet')}`;
        session.result({ identities }, identities.length > 0 ? renderIdentities(identities, screenOf(session)) : none);
      }),
    );
}
