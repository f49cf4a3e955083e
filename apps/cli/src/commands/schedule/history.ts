import { scheduleRoutes } from '@joulefleet/contracts';
import type { Command } from 'commander';
import { renderHistory } from '../../render/schedule/render-nights';
import { screenOf } from '../../terminal/screen';
import { action, example, limitOption, type CommandRun } from '../command-run';

const SHOWN = 20;
const MAX_SHOWN = 500;

/** `joulefleet schedule history NAME`. */
export function registerScheduleHistory(parent: Command, run: CommandRun): void {
  parent
    .command('history')
    .description('its starts, the newest first: what ran, what was skipped, and why')
    .argument('<name>', 'name of the schedule')
    .addOption(limitOption('starts', SHOWN, MAX_SHOWN))
    .addHelpText('after', example('joulefleet schedule history nightly', 'joulefleet schedule history nightly --json'))
    .action(
      action(run, async (session, command) => {
        const [name] = command.processedArgs as [string];
        const { limit } = command.opts<{ limit: number }>();
        const list = await session.client().call(scheduleRoutes.listNights, { params: { name }, query: { limit } });
        session.result(list, renderHistory(list.nights, screenOf(session)));
      }),
    );
}
