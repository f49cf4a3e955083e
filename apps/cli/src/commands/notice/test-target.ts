import { noticeRoutes } from '@joulefleet/contracts';
import type { Command } from 'commander';
import { EXIT } from '../../exit-codes';
import { renderTest } from '../../render/notice/render-notices';
import { screenOf } from '../../terminal/screen';
import { action, example, type CommandRun } from '../command-run';

/** `joulefleet notice test NAME`. */
export function registerNoticeTest(parent: Command, run: CommandRun): void {
  parent
    .command('test')
    .description('send a marked test now, once, and show what came of it')
    .argument('<name>', 'name of the target')
    .addHelpText('after', example('joulefleet notice test team', 'joulefleet notice test team --json'))
    .action(
      action(run, async (session, command) => {
        const [name] = command.processedArgs as [string];
        const notice = await session.client().call(noticeRoutes.testNoticeTarget, { params: { name } });
        session.result(notice, renderTest(notice, screenOf(session)));
        return notice.state === 'sent' ? EXIT.ok : EXIT.network;
      }),
    );
}
