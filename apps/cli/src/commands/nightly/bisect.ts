import { scheduleRoutes, type NightBisect } from '@joulefleet/contracts';
import { describeBisect } from '@joulefleet/figures';
import type { Command } from 'commander';
import { failure, usageFailure } from '../../cli-failure';
import { followBisect } from '../../watch/follow-bisect';
import { readStdinText } from '../../terminal/text-file';
import type { Session } from '../../terminal/session';
import { EXIT, exitCodeOfBisect } from '../../exit-codes';
import { renderBisectRounds } from '../../render/schedule/render-bisect';
import { action, example, type CommandRun } from '../command-run';
import { stepSink } from '../campaign/watch';

interface BisectOptions {
  versions?: string;
  good?: string;
  bad?: string;
}

/** `joulefleet nightly bisect NAME ID`. */
export function registerNightlyBisect(parent: Command, run: CommandRun): void {
  parent
    .command('bisect')
    .description('find out which version made a change: versions are measured in turn, in rounds, until it is known')
    .argument('<name>', 'name of the schedule')
    .argument('<id>', 'id of the change, as `nightly changes` shows it')
    .option(
      '--versions <list>',
      'from the good to the bad one, the oldest first: a,b,c, or - for one a line on standard input (without: follow what was started)',
    )
    .option('--good <version>', 'a version that is as before (default: of the last night before the change)')
    .option('--bad <version>', 'a version that is as since (default: of the first night of the change)')
    .addHelpText(
      'after',
      example(
        'joulefleet nightly bisect nightly 3f9a0c21d4 --versions v1,v2,v3,v4',
        'git rev-list --reverse v1^..v2 | joulefleet nightly bisect nightly 3f9a0c21d4 --versions -',
        'joulefleet nightly bisect nightly 3f9a0c21d4',
      ),
    )
    .action(
      action(run, async (session, command) => {
        const [name, id] = command.processedArgs as [string, string];
        const client = session.client();
        await start(session, { name, id }, command.opts<BisectOptions>());
        const interrupt = new AbortController();
        const dispose = session.io.onInterrupt(() => interrupt.abort());
        const tell = (text: string): void => session.note(text);
        try {
          const sinkOf = () => stepSink(session);
          const bisect = await followBisect(client, { name, id }, { interrupted: interrupt.signal, sinkOf, tell });
          return finish(session, { name, id }, bisect);
        } finally {
          dispose();
        }
      }),
    );
}

interface ChangeParams {
  name: string;
  id: string;
}

async function start(session: Session, params: ChangeParams, options: BisectOptions): Promise<void> {
  const { versions, good = null, bad = null } = options;
  if (versions === undefined) {
    if (good !== null || bad !== null) throw usageFailure('--good and --bad need --versions');
    return;
  }
  const listed = versions === '-' ? (await readStdinText(session.io)).split(/\r?\n/) : versions.split(',');
  const body = { versions: listed.map((each) => each.trim()).filter(Boolean), good, bad };
  await session.client().call(scheduleRoutes.startNightBisect, { params: { ...params }, body });
}

function finish(session: Session, { name, id }: ChangeParams, bisect: NightBisect | null): number {
  if (!bisect) {
    throw failure({
      code: 'bisect_unknown',
      title: 'Nothing to follow',
      detail: `nobody has asked which version made the change ${id}`,
      origin: 'operator',
      transient: false,
      remedy: 'Give the versions with --versions.',
    });
  }
  if (bisect.state === 'running') {
    session.note('\nIt continues.');
    session.note(`Follow it again: ${session.commandLine(`nightly bisect ${name} ${id}`)}`);
    if (bisect.campaign) session.note(`End it: ${session.commandLine(`campaign stop ${bisect.campaign}`)}`);
    return EXIT.interrupted;
  }
  session.result(bisect, [...renderBisectRounds(bisect), describeBisect(bisect)].join('\n'));
  return exitCodeOfBisect(bisect.state);
}
