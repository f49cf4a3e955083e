import { noticeRoutes } from '@joulefleet/contracts';
import type { Command } from 'commander';
import { confirm, yesOption } from '../../terminal/confirm';
import { action, example, type CommandRun } from '../command-run';

/** `joulefleet notice remove NAME`. */
export function registerNoticeRemove(parent: Command, run: CommandRun): void {
  parent
    .command('remove')
    .description('remove a target with its secret, what was to be sent to it, and its history')
    .argument('<name>', 'name of the target')
    .addOption(yesOption())
    .addHelpText('after', example('joulefleet notice remove team --yes'))
    .action(
      action(run, async (session, command) => {
        const [name] = command.processedArgs as [string];
        await confirm(session, command, `Remove the target ${name} and its history?`);
        await session.client().call(noticeRoutes.removeNoticeTarget, { params: { name } });
        session.result({ removed: name }, `Removed ${name}. Nothing is sent to it any more.`);
      }),
    );
}
