import { noticeRoutes } from '@joulefleet/contracts';
import type { Command } from 'commander';
import { renderNotices } from '../../render/notice/render-notices';
import { screenOf } from '../../terminal/screen';
import { action, example, limitOption, type CommandRun } from '../command-run';

const SHOWN = 20;
const MAX_SHOWN = 500;

/** `joulefleet notice log [NAME]`. */
export function registerNoticeLog(parent: Command, run: CommandRun): void {
  parent
    .command('log')
    .description('notices, the newest first, with what became of each attempt to send them')
    .argument('[name]', 'name of a target (default: all)')
    .addOption(limitOption('notices', SHOWN, MAX_SHOWN))
    .addHelpText('after', example('joulefleet notice log', 'joulefleet notice log team --json'))
    .action(
      action(run, async (session, command) => {
        const [target] = command.processedArgs as [string | undefined];
        const { limit } = command.opts<{ limit: number }>();
        const list = await session.client().call(noticeRoutes.listNotices, { query: { target, limit } });
        session.result(list, renderNotices(list.notices, screenOf(session)));
      }),
    );
}
