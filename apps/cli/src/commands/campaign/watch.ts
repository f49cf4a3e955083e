import type { Command } from 'commander';
import type { ControllerClient } from '../../client/controller-client';
import { campaignIdOrLatest } from '../../client/latest-campaign';
import { EXIT } from '../../exit-codes';
import { renderLeftOver } from '../../render/campaign/render-progress';
import { jsonSink, liveSink, plainSink } from '../../render/campaign/progress-sinks';
import type { Session } from '../../terminal/session';
import { exitCodeOfCampaign, watchCampaign } from '../../watch/watch-campaign';
import type { ProgressSink } from '../../watch/watch-campaign';
import { action, afterOption, example } from '../command-run';
import type { CommandRun } from '../command-run';

/** `joulefleet campaign watch [ID]`. */
export function registerCampaignWatch(parent: Command, run: CommandRun): void {
  parent
    .command('watch')
    .description('progress of a campaign until it is over; Ctrl-C leaves it running')
    .argument('[id]', 'campaign, or the beginning of its id (default: the newest)')
    .addOption(afterOption())
    .addHelpText('after', example('joulefleet campaign watch', 'joulefleet campaign watch 0199c3f2 --json'))
    .action(
      action(run, async (session, command) => {
        const client = session.client();
        const id = await campaignIdOrLatest(client, (command.processedArgs as [string | undefined])[0]);
        const { after = null } = command.opts<{ after?: number }>();
        const sink = session.json ? jsonSink(session.io.stdout) : readableSink(session);
        return follow(session, client, id, sink, after);
      }),
    );
}

const WAYS_ON = [
  ['Watch it again', 'watch'],
  ['Pause it', 'pause'],
  ['End it for good', 'cancel'],
] as const;

/** Bars on a terminal, lines elsewhere. */
function readableSink(session: Session): ProgressSink {
  const { stdout } = session.io;
  return stdout.isTTY ? liveSink(stdout, session.colors) : plainSink(stdout);
}

/** Where a longer command shows progress: with --json the document has stdout to itself. */
export function stepSink(session: Session): ProgressSink {
  const { stdout, stderr } = session.io;
  return stdout.isTTY === true && !session.json ? liveSink(stdout, session.colors) : plainSink(stderr);
}

/** Watches a campaign to its end or to Ctrl-C, and says how it ended. Returns the exit code. */
export async function follow(
  session: Session,
  client: ControllerClient,
  id: string,
  sink: ProgressSink,
  after: number | null = null,
): Promise<number> {
  const controller = new AbortController();
  const dispose = session.io.onInterrupt(() => controller.abort());
  try {
    const last = await watchCampaign(client, id, sink, { interrupted: controller.signal, after });
    if (last) {
      for (const line of renderLeftOver(last)) session.note(line);
      return exitCodeOfCampaign(last);
    }
    session.note('\nThe campaign continues.');
    for (const [what, command] of WAYS_ON) session.note(`${what}: ${session.commandLine(`campaign ${command} ${id}`)}`);
    return EXIT.interrupted;
  } finally {
    dispose();
  }
}
