import { scheduleRoutes, type NightChanges } from '@joulefleet/contracts';
import { Option, type Command } from 'commander';
import { usageFailure } from '../../cli-failure';
import { exitCodeOfChanges } from '../../exit-codes';
import { renderAnnotations } from '../../render/schedule/render-annotations';
import { renderJunit } from '../../render/schedule/render-junit';
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
        const view = await readChanges(session, command);
        const all = command.opts<{ all?: true }>().all === true;
        session.result(view, renderNightChanges(view, screenOf(session), all));
      }),
    );
}

type Format = 'text' | 'junit' | 'github';

const FORMATS: Readonly<Record<Format, (view: NightChanges, session: Session) => string>> = {
  text: (view, session) => renderNightChanges(view, screenOf(session), false),
  junit: renderJunit,
  github: renderAnnotations,
};

/** `joulefleet nightly gate NAME`. */
export function registerNightlyGate(parent: Command, run: CommandRun): void {
  parent
    .command('gate')
    .description('for pipelines: fails while a confirmed change for the worse is open')
    .argument('<name>', 'name of the schedule')
    .addOption(
      new Option('--format <format>', 'text, a JUnit document, or annotations of GitHub Actions')
        .choices(Object.keys(FORMATS))
        .default('text'),
    )
    .addHelpText(
      'after',
      example(
        'joulefleet nightly gate nightly && ./release.sh',
        'joulefleet nightly gate nightly --format junit > nights.xml',
      ),
    )
    .action(
      action(run, async (session, command) => {
        const { format } = command.opts<{ format: Format }>();
        if (session.json && format !== 'text') throw usageFailure(`--json and --format ${format} exclude each other`);
        const view = await readChanges(session, command);
        session.result(view, FORMATS[format](view, session));
        return exitCodeOfChanges(view);
      }),
    );
}

async function readChanges(session: Session, command: Command): Promise<NightChanges> {
  const [name] = command.processedArgs as [string];
  return session.client().call(scheduleRoutes.showNightChanges, { params: { name } });
}
