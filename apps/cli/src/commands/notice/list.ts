import { noticeRoutes } from '@joulefleet/contracts';
import type { Command } from 'commander';
import { renderTargets } from '../../render/notice/render-targets';
import { screenOf } from '../../terminal/screen';
import { action, example, type CommandRun } from '../command-run';

/** `joulefleet notice list`. */
export function registerNoticeList(parent: Command, run: CommandRun): void {
  parent
    .command('list')
    .description('the targets of notices, without what is secret, and how they are doing')
    .addHelpText('after', example('joulefleet notice list', 'joulefleet notice list --json'))
    .action(
      action(run, async (session) => {
        const list = await session.client().call(noticeRoutes.listNoticeTargets);
        const none = `There is no target yet. Add one: ${session.commandLine('notice add email --help')}`;
        session.result(list, list.targets.length > 0 ? renderTargets(list.targets, screenOf(session)) : none);
      }),
    );
}
