import { campaignRoutes } from '@joulefleet/contracts';
import type { Command } from 'commander';
import { action, example, type CommandRun } from '../command-run';

/** `joulefleet campaign archive ID [--undo]`. */
export function registerCampaignArchive(parent: Command, run: CommandRun): void {
  parent
    .command('archive')
    .description('take a campaign that has ended out of the list; its results stay')
    .argument('<id>', 'campaign, or the beginning of its id')
    .option('--undo', 'list it again')
    .addHelpText(
      'after',
      example('joulefleet campaign archive 0199c3f2', 'joulefleet campaign archive 0199c3f2 --undo'),
    )
    .action(
      action(run, async (session, command) => {
        const [id] = command.processedArgs as [string];
        const archived = command.opts<{ undo?: boolean }>().undo !== true;
        const client = session.client();
        const campaign = await client.call(campaignRoutes.archiveCampaign, { params: { id }, body: { archived } });
        const list = session.commandLine('campaign list --archived');
        const text = archived
          ? `${campaign.name} is archived. See it again: ${list}`
          : `${campaign.name} is listed again.`;
        session.result(campaign, text);
      }),
    );
}
