import { comparisonRoutes } from '@joulefleet/contracts';
import { comparisonAsCsv } from '@joulefleet/figures';
import { type Command, InvalidArgumentError } from 'commander';
import { usageFailure } from '../../cli-failure';
import { exitCodeOfComparison } from '../../exit-codes';
import { renderComparison } from '../../render/campaign/render-comparison';
import { screenOf } from '../../terminal/screen';
import { action, example, type CommandRun } from '../command-run';

const MARGIN = { least: 0.01, most: 50 };

interface CompareOptions {
  margin: number;
  across?: boolean;
  mixed?: boolean;
  cells?: boolean;
  csv?: boolean;
}

/** `joulefleet campaign compare ID REFERENCE`. */
export function registerCampaignCompare(parent: Command, run: CommandRun): void {
  parent
    .command('compare')
    .description('what changed against an earlier campaign, by cell; the exit code says whether anything did')
    .argument('<id>', 'campaign, or the beginning of its id')
    .argument('<reference>', 'the earlier one that it is compared with')
    .option('--margin <percent>', 'from here on a change matters, such as 2%', parseMargin, 2)
    .option('--across', 'each device with each one of its class, instead of with itself')
    .option('--mixed', 'also a simulated campaign with a measured one')
    .option('--cells', 'every cell, not only those that changed')
    .option('--csv', 'every cell as comma-separated values')
    .addHelpText(
      'after',
      example(
        'joulefleet campaign compare 0199c3f2 0199a1b7',
        'joulefleet campaign compare 0199c3f2 0199a1b7 --margin 1% --csv',
      ),
    )
    .action(
      action(run, async (session, command) => {
        const [id, against] = command.processedArgs as [string, string];
        const { margin, across, mixed, cells = false, csv = false } = command.opts<CompareOptions>();
        if (csv && session.json) throw usageFailure('--csv and --json exclude each other');
        const query = {
          against,
          marginPct: margin,
          ...(across && { across: 'true' }),
          ...(mixed && { mixed: 'true' }),
        };
        const view = await session.client().call(comparisonRoutes.showComparison, { params: { id }, query });
        session.result(view, csv ? comparisonAsCsv(view) : renderComparison(view, screenOf(session), { cells }));
        return exitCodeOfComparison(view);
      }),
    );
}

/** `2%`, `2 %` and `2` alike. */
function parseMargin(text: string): number {
  const [, figure] = /^([0-9]{1,2}(?:\.[0-9]{1,3})?) ?%?$/.exec(text) ?? [];
  const margin = Number(figure);
  if (margin >= MARGIN.least && margin <= MARGIN.most) return margin;
  throw new InvalidArgumentError(`Expected ${MARGIN.least}% to ${MARGIN.most}%, such as 2%.`);
}
