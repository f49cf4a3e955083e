import { scheduleRoutes } from '@joulefleet/contracts';
import type { Command } from 'commander';
import { usageFailure } from '../../cli-failure';
import { exitCodeOfNights } from '../../exit-codes';
import { renderNightly } from '../../render/schedule/render-nights';
import { screenOf } from '../../terminal/screen';
import { action, example, type CommandRun } from '../command-run';

/** `joulefleet nightly report [NAME]`. */
export function registerNightlyReport(parent: Command, run: CommandRun): void {
  parent
    .command('report')
    .description('the last night of each schedule on one screen; the exit code says whether it is complete')
    .argument('[name]', 'name of a schedule (default: all)')
    .addHelpText('after', example('joulefleet nightly report', 'joulefleet nightly report nightly --json'))
    .action(
      action(run, async (session, command) => {
        const [name] = command.processedArgs as [string | undefined];
        const report = await session.client().call(scheduleRoutes.showNightlyReport);
        const nights = report.nights.filter(({ schedule }) => name === undefined || schedule === name);
        if (name !== undefined && nights.length === 0) throw usageFailure(`no schedule is called ${name}`);
        session.result({ nights }, renderNightly(nights, screenOf(session), session.commandLine('schedule add')));
        return exitCodeOfNights(nights.flatMap(({ night }) => (night ? [night.outcome] : [])));
      }),
    );
}
