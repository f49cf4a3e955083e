import { campaignRoutes, type RecomputePage } from '@joulefleet/contracts';
import { addPage, concludePages, MovedCells, noResults } from '@joulefleet/figures';
import { Option, type Command } from 'commander';
import { campaignIdOrLatest } from '../../client/latest-campaign';
import { renderRecomputed } from '../../render/results/render-recomputed';
import { action, example } from '../command-run';
import type { CommandRun } from '../command-run';

/** `joulefleet results recompute [ID]`. */
export function registerResultsRecompute(parent: Command, run: CommandRun): void {
  parent
    .command('recompute')
    .description(
      'judge stored raw data anew and say what moves; raw data and, without --apply, results stay as they are',
    )
    .argument('[id]', 'campaign, or the beginning of its id (default: the newest)')
    .option('--apply', 'write what moves: judgements, trials and statistics')
    .addOption(new Option('--dry-run', 'write nothing, which is the default').conflicts('apply'))
    .addHelpText('after', example('joulefleet results recompute', 'joulefleet results recompute 0199c3f2 --apply'))
    .action(
      action(run, async (session, command) => {
        const client = session.client();
        const id = await campaignIdOrLatest(client, (command.processedArgs as [string | undefined])[0]);
        const apply = command.opts<{ apply?: boolean }>().apply === true;
        const results = noResults(id, apply);
        const cells = new MovedCells();
        const before = await client.report(id);
        let after: string | null = null;
        do {
          const page: RecomputePage = await client.call(campaignRoutes.recomputeResults, {
            params: { id },
            body: { apply, ...(after !== null && { after }) },
          });
          addPage(results, page, cells);
          after = page.next;
          if (after !== null) session.note(`${results.judged} attempts judged`);
        } while (after !== null);
        concludePages(results, cells, before);
        session.result(results, renderRecomputed(results, session.commandLine(`results recompute ${id} --apply`)));
      }),
    );
}
