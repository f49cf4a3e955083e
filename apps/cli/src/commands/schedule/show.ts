import { scheduleRoutes } from '@joulefleet/contracts';
import type { Command } from 'commander';
import { renderSchedule } from '../../render/schedule/render-schedules';
import { screenOf } from '../../terminal/screen';
import { action, example, type CommandRun } from '../command-run';

/** `joulefleet schedule show NAME`. */
export function registerScheduleShow(parent: Command, run: CommandRun): void {
  parent
    .command('show')
    .description('a schedule: when it starts and ends, what it launches, its next starts')
    .argument('<name>', 'name of the schedule')
    .option('--file', 'print its campaign file')
    .addHelpText(
      'after',
      example('joulefleet schedule show nightly', 'joulefleet schedule show nightly --file > nightly.yaml'),
    )
    .action(
      action(run, async (session, command) => {
        const [name] = command.processedArgs as [string];
        const client = session.client();
        if (command.opts<{ file?: boolean }>().file) {
          const file = await client.call(scheduleRoutes.showScheduleFile, { params: { name } });
          return session.result(file, file.source.trimEnd());
        }
        const schedule = await client.call(scheduleRoutes.showSchedule, { params: { name } });
        session.result(schedule, renderSchedule(schedule, screenOf(session)));
      }),
    );
}
