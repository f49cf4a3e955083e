import { accessRoutes, type KeyView } from '@joulefleet/contracts';
import type { Command } from 'commander';
import { collectPages } from '../../client/call-route';
import type { ControllerClient } from '../../client/controller-client';
import { renderKeys } from '../../render/access/render-access';
import { screenOf } from '../../terminal/screen';
import { action, example } from '../command-run';
import type { CommandRun } from '../command-run';

/** `joulefleet key list`. */
export function registerKeyList(parent: Command, run: CommandRun): void {
  parent
    .command('list')
    .description('your API keys, the newest first; never their secrets')
    .option('--user <name>', 'those of another user, as an admin')
    .addHelpText('after', example('joulefleet key list', 'joulefleet key list --user nightly'))
    .action(
      action(run, async (session, command) => {
        const keys = await keysOf(session.client(), command.opts<{ user?: string }>().user);
        const none = `There is no key. Create one: ${session.commandLine('key create NAME')}`;
        session.result({ keys }, keys.length > 0 ? renderKeys(keys, screenOf(session)) : none);
      }),
    );
}

async function keysOf(client: ControllerClient, user: string | undefined): Promise<KeyView[]> {
  return collectPages(
    (query) =>
      user === undefined
        ? client.call(accessRoutes.listKeys, { query })
        : client.call(accessRoutes.listUserKeys, { params: { name: user }, query }),
    ({ keys }) => keys,
  );
}
