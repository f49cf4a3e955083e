import { campaignJsonSchema } from '@joulefleet/contracts';
import type { Command } from 'commander';
import { action, example, type CommandRun } from '../command-run';

/** `joulefleet campaign schema`. */
export function registerCampaignSchema(parent: Command, run: CommandRun): void {
  parent
    .command('schema')
    .description('the JSON Schema of campaign files, for editors: keys are completed, mistakes underlined')
    .addHelpText('after', example('joulefleet campaign schema > campaign.schema.json'))
    .action(
      action(run, async (session) => {
        const schema = campaignJsonSchema();
        session.result(schema, JSON.stringify(schema, null, 2));
      }),
    );
}
