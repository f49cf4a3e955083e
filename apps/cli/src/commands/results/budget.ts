import { campaignRoutes } from '@joulefleet/contracts';
import type { Command } from 'commander';
import { usageFailure } from '../../cli-failure';
import { campaignIdOrLatest } from '../../client/latest-campaign';
import { budgetCsv, renderBudget } from '../../render/results/render-budget';
import { screenOf } from '../../terminal/screen';
import { action, example, type CommandRun } from '../command-run';

interface BudgetOptions {
  trial?: string;
  device?: string;
  cell?: string;
  csv?: boolean;
}

/** `joulefleet results budget [ID]`. */
export function registerResultsBudget(parent: Command, run: CommandRun): void {
  parent
    .command('budget')
    .description('the uncertainty of an energy part by part, each with its share of the variance')
    .argument('[id]', 'campaign, or the beginning of its id (default: the newest)')
    .option('--trial <id>', 'of this trial')
    .option('--device <name>', 'of a cell on this device')
    .option('--cell <key>', 'key of the cell, or its first characters: in the CSV of results topology')
    .option('--csv', 'comma-separated, one line for each part')
    .addHelpText('after', example('joulefleet results budget --device nano-1 --cell 9ef52b86'))
    .action(
      action(run, async (session, command) => {
        const { csv, ...query } = command.opts<BudgetOptions>();
        if ((query.trial === undefined) !== (query.device !== undefined && query.cell !== undefined)) {
          throw usageFailure('a budget is of a trial, or of a cell on a device', {
            remedy: 'Give --trial ID, or --device NAME and --cell KEY.',
          });
        }
        const client = session.client();
        const id = await campaignIdOrLatest(client, (command.processedArgs as [string | undefined])[0]);
        const budget = await client.call(campaignRoutes.showBudget, { params: { id }, query });
        session.result(budget, csv ? budgetCsv(budget) : renderBudget(budget, screenOf(session)));
      }),
    );
}
