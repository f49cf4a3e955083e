import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from 'commander';
import type { CampaignSearchView } from '@joulefleet/contracts';
import { campaignIdOrLatest } from '../../client/latest-campaign';
import { EXIT } from '../../exit-codes';
import { renderSearches } from '../../render/search/render-search';
import { LiveScreen } from '../../terminal/live-screen';
import type { Session } from '../../terminal/session';
import { action, example } from '../command-run';
import type { CommandRun } from '../command-run';

const POLL_MS = 2_000;

/** `joulefleet campaign search [ID]`. */
export function registerCampaignSearch(parent: Command, run: CommandRun): void {
  parent
    .command('search')
    .description('what a guided search has tried, what it believes now, and how sure it is')
    .argument('[id]', 'campaign, or the beginning of its id (default: the newest)')
    .option('--watch', 'again and again, until the search is over; Ctrl-C leaves it running')
    .addHelpText('after', example('joulefleet campaign search', 'joulefleet campaign search 0199c3f2 --watch'))
    .action(
      action(run, async (session, command) => {
        const client = session.client();
        const id = await campaignIdOrLatest(client, (command.processedArgs as [string | undefined])[0]);
        const { watch = false } = command.opts<{ watch?: boolean }>();
        if (watch) return watchSearch(session, id);
        const view = await client.search(id);
        session.result(view, renderSearches(view, session.colors));
      }),
    );
}

/** Redraws on a terminal; elsewhere, and with --json, one answer for each change. */
async function watchSearch(session: Session, id: string): Promise<number> {
  const client = session.client();
  const controller = new AbortController();
  const dispose = session.io.onInterrupt(() => controller.abort());
  const { stdout } = session.io;
  const screen = stdout.isTTY && !session.json ? new LiveScreen(stdout) : null;
  let shown = '';
  try {
    for (;;) {
      const view = await client.search(id);
      const text = session.json ? JSON.stringify(view) : renderSearches(view, session.colors);
      if (screen) screen.draw(text.split('\n'));
      else if (text !== shown) stdout.write(`${text}\n`);
      shown = text;
      if (isOver(view)) return EXIT.ok;
      await sleep(POLL_MS, undefined, { signal: controller.signal }).catch(() => undefined);
      if (controller.signal.aborted) return EXIT.interrupted;
    }
  } finally {
    screen?.end();
    dispose();
  }
}

function isOver({ searches }: CampaignSearchView): boolean {
  return searches.every(({ over }) => over);
}
