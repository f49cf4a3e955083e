import { scheduleRoutes } from '@joulefleet/contracts';
import type { Command } from 'commander';
import { renderSchedule } from '../../render/schedule/render-schedules';
import { screenOf } from '../../terminal/screen';
import { ownZone } from '../../time/own-zone';
import { readCampaignFile, rethrowBadCampaign } from '../campaign/launch';
import { action, example, type CommandRun } from '../command-run';
import { addRuleOptions, ruleFrom, type RuleOptions } from './rule-options';

/** `joulefleet schedule add NAME FILE --cron EXPRESSION`. */
export function registerScheduleAdd(parent: Command, run: CommandRun): void {
  const command = parent
    .command('add')
    .description('launch a campaign file by itself, at the times of a cron expression')
    .argument('<name>', 'name of the schedule')
    .argument('<file>', 'campaign file (YAML); - reads standard input')
    .requiredOption('--cron <expression>', 'minute, hour, day of month, month, day of week: "0 22 * * 1-5"');
  addRuleOptions(command)
    .addHelpText(
      'after',
      example(
        'joulefleet schedule add nightly examples/quick.yaml --cron "0 22 * * *" --window 22:00-06:00',
        'joulefleet schedule add weekly sweep.yaml --cron "0 20 * * 5" --zone Europe/Berlin --budget-hours 40',
      ),
    )
    .action(
      action(run, async (session, called) => {
        const [name, file] = called.processedArgs as [string, string];
        const { cron, ...options } = called.opts<RuleOptions & { cron: string }>();
        const { zone = ownZone(), ...rule } = ruleFrom(options);
        const read = await readCampaignFile(session.io, file);
        const body = { name, ...read, ...rule, cron, zone };
        const schedule = await session
          .client()
          .call(scheduleRoutes.addSchedule, { body })
          .catch((error: unknown) => rethrowBadCampaign(error, read.sourceName));
        const next = `Start a night now: ${session.commandLine(`schedule trigger ${name}`)}`;
        session.result(schedule, `${renderSchedule(schedule, screenOf(session))}\n\n${next}`);
      }),
    );
}
