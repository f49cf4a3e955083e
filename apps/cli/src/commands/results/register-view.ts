import type { Route } from '@joulefleet/contracts';
import type { Command } from 'commander';
import { usageFailure } from '../../cli-failure';
import type { AnswerOf } from '../../client/call-route';
import { campaignIdOrLatest } from '../../client/latest-campaign';
import { screenOf, type Screen } from '../../terminal/screen';
import { action, example, wholeNumber, type CommandRun } from '../command-run';

const MAX_BATCH_SIZE = 65_536;

type Query = Readonly<Record<string, string | number | undefined>>;

/** A view of a campaign's results as a command. */
interface ViewCommand<R extends Route, Options> {
  name: string;
  description: string;
  route: R;
  examples: readonly string[];
  /** Filters that make no sense for it. */
  without?: readonly ('device' | 'batch-size')[];
  /** Options of its own. */
  add?: (command: Command) => Command;
  /** The query that its own options give. */
  query?: (options: Options) => Query;
  render: (view: AnswerOf<R>, screen: Screen, options: Options) => string;
  csv: (view: AnswerOf<R>) => string;
}

interface SharedOptions {
  device?: string;
  workload?: string;
  batchSize?: number;
  csv?: boolean;
}

/** `joulefleet results NAME [CAMPAIGN]`, with the filters and forms of output that all views have. */
export function registerView<R extends Route, Options = object>(
  parent: Command,
  run: CommandRun,
  { without = [], add = (command) => command, query = () => ({}), ...view }: ViewCommand<R, Options>,
): void {
  const command = parent
    .command(view.name)
    .description(view.description)
    .argument('[id]', 'campaign, or the beginning of its id (default: the newest)');
  if (!without.includes('device')) command.option('--device <name>', 'of this device only');
  command.option('--workload <name>', 'of this workload only');
  if (!without.includes('batch-size')) {
    command.option('--batch-size <count>', 'of this batch size only', wholeNumber(1, MAX_BATCH_SIZE));
  }
  add(command)
    .option('--csv', 'every figure as comma-separated values')
    .addHelpText('after', example(...view.examples))
    .action(
      action(run, async (session, called) => {
        const options = called.opts<SharedOptions & Options>();
        const { device, workload, batchSize, csv = false } = options;
        if (csv && session.json) throw usageFailure('--csv and --json exclude each other');
        const client = session.client();
        const id = await campaignIdOrLatest(client, (called.processedArgs as [string | undefined])[0]);
        const asked = { device, workload, batchSize, ...query(options) };
        const answer = await client.call(view.route, { params: { id }, query: asked });
        session.result(answer, csv ? view.csv(answer) : view.render(answer, screenOf(session), options));
      }),
    );
}
