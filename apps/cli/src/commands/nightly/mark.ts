import { scheduleRoutes, type MarkChangeRequest } from '@joulefleet/contracts';
import { CHANGE_MARKS } from '@joulefleet/core';
import { Argument, type Command } from 'commander';
import { renderNightChange } from '../../render/schedule/render-night-changes';
import { screenOf } from '../../terminal/screen';
import { momentOf } from '../../time/moment-of';
import { action, example, type CommandRun } from '../command-run';

interface MarkOptions {
  note?: string;
  link?: string;
  until?: string;
}

/** `joulefleet nightly mark NAME ID MARK`. */
export function registerNightlyMark(parent: Command, run: CommandRun): void {
  parent
    .command('mark')
    .description('say something of a change that nights show')
    .argument('<name>', 'name of the schedule')
    .argument('<id>', 'id of the change, as `nightly changes` shows it')
    .addArgument(
      new Argument(
        '<mark>',
        'acknowledged: somebody has taken it on; confirmed: it is one; expected: the new reference; dismissed: it is none; reopened: takes these back; note',
      ).choices(CHANGE_MARKS),
    )
    .option('--note <text>', 'why, or what was found out')
    .option('--link <url>', 'of an issue or a commit')
    .option('--until <moment>', 'acknowledged until then: +7d, 2026-05-01, "2026-05-01 08:00" (your time)')
    .addHelpText(
      'after',
      example(
        'joulefleet nightly mark nightly 3f9a0c21d4 acknowledged --until +7d --note "bisecting"',
        'joulefleet nightly mark nightly 3f9a0c21d4 expected --note "fp32 now" --link https://git.example/issues/7',
      ),
    )
    .action(
      action(run, async (session, command) => {
        const [name, id, mark] = command.processedArgs as [string, string, MarkChangeRequest['mark']];
        const { note = null, link = null, until } = command.opts<MarkOptions>();
        const untilMs = until === undefined ? null : momentOf('--until', until, Date.now());
        const body = { mark, note, link, until: untilMs === null ? null : new Date(untilMs).toISOString() };
        const change = await session.client().call(scheduleRoutes.markNightChange, { params: { name, id }, body });
        session.result(change, renderNightChange(change, screenOf(session)));
      }),
    );
}
