import { scheduleRoutes, type ScheduleView } from '@joulefleet/contracts';
import type { Command } from 'commander';
import { confirm } from '../../terminal/confirm';
import { action, example, type CommandRun } from '../command-run';

interface Verb {
  name: 'pause' | 'resume' | 'trigger';
  description: string;
  route:
    typeof scheduleRoutes.pauseSchedule | typeof scheduleRoutes.resumeSchedule | typeof scheduleRoutes.triggerSchedule;
  done: (schedule: ScheduleView) => string;
}

/** `joulefleet schedule pause NAME`. */
export function registerSchedulePause(parent: Command, run: CommandRun): void {
  register(parent, run, {
    name: 'pause',
    description: 'skip starts until it is resumed; a night that runs goes on',
    route: scheduleRoutes.pauseSchedule,
    done: ({ name }) => `${name} is paused: it starts nothing until it is resumed.`,
  });
}

/** `joulefleet schedule resume NAME`. */
export function registerScheduleResume(parent: Command, run: CommandRun): void {
  register(parent, run, {
    name: 'resume',
    description: 'let a paused schedule start again',
    route: scheduleRoutes.resumeSchedule,
    done: ({ name, next }) => `${name} starts next at ${next[0]?.local ?? 'no time'}.`,
  });
}

/** `joulefleet schedule trigger NAME`. */
export function registerScheduleTrigger(parent: Command, run: CommandRun): void {
  register(parent, run, {
    name: 'trigger',
    description: 'start a night now, also outside the window',
    route: scheduleRoutes.triggerSchedule,
    done: ({ name }) => `A night of ${name} has begun.`,
  });
}

/** `joulefleet schedule remove NAME`. */
export function registerScheduleRemove(parent: Command, run: CommandRun): void {
  parent
    .command('remove')
    .description('remove a schedule and the record of its nights; a campaign that runs is stopped, campaigns stay')
    .argument('<name>', 'name of the schedule')
    .option('--yes', 'do not ask; where there is no terminal, nothing is asked')
    .addHelpText('after', example('joulefleet schedule remove nightly', 'joulefleet schedule remove nightly --yes'))
    .action(
      action(run, async (session, command) => {
        const [name] = command.processedArgs as [string];
        const remedy = `To keep its record, pause it: ${session.commandLine(`schedule pause ${name}`)}`;
        const refused = { message: `${name} was not removed`, remedy };
        await confirm(session, command, `Remove ${name} and the record of its nights?`, refused);
        await session.client().call(scheduleRoutes.removeSchedule, { params: { name } });
        session.result({ removed: name }, `Removed ${name}. Its campaigns stay.`);
      }),
    );
}

function register(parent: Command, run: CommandRun, { name: verb, description, route, done }: Verb): void {
  parent
    .command(verb)
    .description(description)
    .argument('<name>', 'name of the schedule')
    .addHelpText('after', example(`joulefleet schedule ${verb} nightly`))
    .action(
      action(run, async (session, command) => {
        const [name] = command.processedArgs as [string];
        const schedule = await session.client().call(route, { params: { name } });
        session.result(schedule, done(schedule));
      }),
    );
}
