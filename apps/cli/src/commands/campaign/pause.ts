import { campaignRoutes } from '@joulefleet/contracts';
import type { Command } from 'commander';
import { campaignIdOrLatest } from '../../client/latest-campaign';
import { renderPaused } from '../../render/campaign/render-stops';
import { action, example } from '../command-run';
import type { CommandRun } from '../command-run';

/** `joulefleet campaign pause [ID]`. */
export function registerCampaignPause(parent: Command, run: CommandRun): void {
  parent
    .command('pause')
    .description('let the trials in hand end, then measure no more until it is resumed; devices are free meanwhile')
    .argument('[id]', 'campaign, or the beginning of its id (default: the newest)')
    .addHelpText('after', example('joulefleet campaign pause', 'joulefleet campaign pause 0199c3f2 --json'))
    .action(
      action(run, async (session, command) => {
        const client = session.client();
        const id = await campaignIdOrLatest(client, (command.processedArgs as [string | undefined])[0]);
        const campaign = await client.call(campaignRoutes.pauseCampaign, { params: { id } });
        session.result(campaign, renderPaused(campaign, session.commandLine(`campaign resume ${campaign.id}`)));
      }),
    );
}
