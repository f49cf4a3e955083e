import { accessRoutes } from '@joulefleet/contracts';
import type { Command } from 'commander';
import { collectPages } from '../../client/call-route';
import { renderUsers } from '../../render/access/render-access';
import { screenOf } from '../../terminal/screen';
import { action, example } from '../command-run';
import type { CommandRun } from '../command-run';

/** `joulefleet user list`. */
export function registerUserList(parent: Command, run: CommandRun): void {
  parent
    .command('list')
    .description('the users by name, with their roles and how many keys they have')
    .addHelpText('after', example('joulefleet user list', 'joulefleet user list --json'))
    .action(
      action(run, async (session) => {
        const client = session.client();
        const users = await collectPages(
          (query) => client.call(accessRoutes.listUsers, { query }),
          (page) => page.users,
        );
        session.result({ users }, renderUsers(users, screenOf(session)));
      }),
    );
}
