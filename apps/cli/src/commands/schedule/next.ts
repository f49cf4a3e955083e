import { scheduleRoutes } from '@joulefleet/contracts';
import type { Command } from 'commander';
import { renderNext } from '../../render/schedule/render-schedules';
import { action, example, type CommandRun } from '../command-run';

/** `joulefleet schedule next [NAME]`. */
export function registerScheduleNext(parent: Command, run: CommandRun): void {
  parent
    .command('next')
    .description('the next starts, the earliest first')
    .argument('[name]', 'name of the schedule (default: all)')
    .addHelpText('after', example('joulefleet schedule next', 'joulefleet schedule next nightly --json'))
    .action(
      action(run, async (session, command) => {
        const [name] = command.processedArgs as [string | undefined];
        const client = session.client();
        const schedules =
          name === undefined
            ? (await client.call(scheduleRoutes.listSchedules)).schedules
            : [await client.call(scheduleRoutes.showSchedule, { params: { name } })];
        const starts = schedules.flatMap((each) => each.next.map((start) => ({ schedule: each.name, ...start })));
        starts.sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
        session.result({ starts }, renderNext(starts, session.colors));
      }),
    );
}
