import { scheduleRoutes } from '@joulefleet/contracts';
import type { Command } from 'commander';
import { usageFailure } from '../../cli-failure';
import { renderSchedule } from '../../render/schedule/render-schedules';
import { screenOf } from '../../terminal/screen';
import { readCampaignFile, rethrowBadCampaign } from '../campaign/launch';
import { action, example, type CommandRun } from '../command-run';
import { addRuleOptions, ruleFrom, type RuleOptions } from './rule-options';

/** `joulefleet schedule edit NAME`. */
export function registerScheduleEdit(parent: Command, run: CommandRun): void {
  const command = parent
    .command('edit')
    .description('change a schedule; what is left out stays')
    .argument('<name>', 'name of the schedule')
    .option('--file <file>', 'another campaign file')
    .option('--cron <expression>', 'minute, hour, day of month, month, day of week');
  addRuleOptions(command)
    .option('--no-window', 'start at any time')
    .option('--no-late-until', 'skip a missed start')
    .option('--no-budget-hours', 'without a limit')
    .option('--no-resolver', 'nothing is under test')
    .addHelpText(
      'after',
      example(
        'joulefleet schedule edit nightly --window 21:00-05:00',
        'joulefleet schedule edit nightly --file new.yaml',
      ),
    )
    .action(
      action(run, async (session, called) => {
        const [name] = called.processedArgs as [string];
        const { file, ...options } = called.opts<RuleOptions & { file?: string }>();
        const read = file === undefined ? {} : await readCampaignFile(session.io, file);
        const body = { ...ruleFrom(options), ...read };
        if (Object.values(body).every((value) => value === undefined)) throw usageFailure('nothing is to be changed');
        const schedule = await session
          .client()
          .call(scheduleRoutes.editSchedule, { params: { name }, body })
          .catch((error: unknown) => rethrowBadCampaign(error, file ?? 'the campaign file'));
        session.result(schedule, renderSchedule(schedule, screenOf(session)));
      }),
    );
}
