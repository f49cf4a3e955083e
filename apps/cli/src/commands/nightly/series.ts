import { scheduleRoutes } from '@joulefleet/contracts';
import type { Command } from 'commander';
import { renderNightSeries } from '../../render/schedule/render-night-series';
import { screenOf } from '../../terminal/screen';
import { action, example, type CommandRun } from '../command-run';

/** `joulefleet nightly series NAME`. */
export function registerNightlySeries(parent: Command, run: CommandRun): void {
  parent
    .command('series')
    .description('what is judged over the nights of a schedule, and the least change that each would show')
    .argument('<name>', 'name of the schedule')
    .addHelpText('after', example('joulefleet nightly series nightly', 'joulefleet nightly series nightly --json'))
    .action(
      action(run, async (session, command) => {
        const [name] = command.processedArgs as [string];
        const list = await session.client().call(scheduleRoutes.listNightSeries, { params: { name } });
        session.result(list, renderNightSeries(list, screenOf(session)));
      }),
    );
}
