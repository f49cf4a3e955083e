import { scheduleRoutes } from '@joulefleet/contracts';
import type { Command } from 'commander';
import { renderSchedules } from '../../render/schedule/render-schedules';
import { screenOf } from '../../terminal/screen';
import { action, example, type CommandRun } from '../command-run';

/** `joulefleet schedule list`. */
export function registerScheduleList(parent: Command, run: CommandRun): void {
  parent
    .command('list')
    .description('your schedules with their next starts; an admin sees all')
    .addHelpText('after', example('joulefleet schedule list', 'joulefleet schedule list --json'))
    .action(
      action(run, async (session) => {
        const list = await session.client().call(scheduleRoutes.listSchedules);
        session.result(list, renderSchedules(list.schedules, screenOf(session), session.commandLine('schedule add')));
      }),
    );
}
