import { accessRoutes } from '@joulefleet/contracts';
import type { Command } from 'commander';
import { renderWhoAmI } from '../../render/access/render-access';
import { screenOf } from '../../terminal/screen';
import { action, example } from '../command-run';
import type { CommandRun } from '../command-run';

/** `joulefleet whoami`. */
export function registerWhoAmI(program: Command, run: CommandRun): void {
  program
    .command('whoami')
    .description('the user and the scopes of your key')
    .addHelpText('after', example('joulefleet whoami'))
    .action(
      action(run, async (session) => {
        const who = await session.client().call(accessRoutes.whoAmI);
        session.result(who, renderWhoAmI(who, screenOf(session)));
      }),
    );
}
