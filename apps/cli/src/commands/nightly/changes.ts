import { scheduleRoutes, type NightChanges } from '@joulefleet/contracts';
import type { Command } from 'commander';
import { exitCodeOfChanges } from '../../exit-codes';
import { renderNightChanges } from '../../render/schedule/render-night-changes';
import { screenOf } from '../../terminal/screen';
import type { Session } from '../../terminal/session';
import { action, example, type CommandRun } from '../command-run';

/** `joulefleet nightly changes NAME`. */
export function registerNightlyChanges(parent: Command, run: CommandRun): void {
  parent
    .command('changes')
    .description('what changed over the nights of a schedule, confirmed by the nights after it')
    .argument('<name>', 'name of the schedule')
    .option('--all', 'with what is suspected and what went away')
    .addHelpText(
      'after',
      example('joulefleet nightly changes nightly', 'joulefleet nightly changes nightly --all --json'),
    )
    .action(
      action(run, async (session, command) => {
        await showChanges(session, command, command.opts<{ all?: true }>().all === true);
        return undefined;
      }),
    );
}

/** `joulefleet nightly gate NAME`. */
export function registerNightlyGate(parent: Command, run: CommandRun): void {
  parent
    .command('gate')
    .description('for pipelines: fails while a confirmed change for the worse is open')
    .argument('<name>', 'name of the schedule')
    .addHelpText('after', example('joulefleet nightly gate nightly && ./release.sh'))
    .action(action(run, async (session, command) => exitCodeOfChanges(await showChanges(session, command, false))));
}

async function showChanges(session: Session, command: Command, all: boolean): Promise<NightChanges> {
  const [name] = command.processedArgs as [string];
  const view = await session.client().call(scheduleRoutes.showNightChanges, { params: { name } });
  session.result(view, renderNightChanges(view, screenOf(session), all));
  return view;
}
