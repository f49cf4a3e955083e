import { campaignRoutes } from '@joulefleet/contracts';
import type { Command } from 'commander';
import { campaignIdOrLatest } from '../../client/latest-campaign';
import { renderResumed } from '../../render/campaign/render-stops';
import { action, example } from '../command-run';
import type { CommandRun } from '../command-run';

/** `joulefleet campaign resume [ID]`. */
export function registerCampaignResume(parent: Command, run: CommandRun): void {
  parent
    .command('resume')
    .description('go on with a paused campaign')
    .argument('[id]', 'campaign, or the beginning of its id (default: the newest)')
    .addHelpText('after', example('joulefleet campaign resume', 'joulefleet campaign resume 0199c3f2 --json'))
    .action(
      action(run, async (session, command) => {
        const client = session.client();
        const id = await campaignIdOrLatest(client, (command.processedArgs as [string | undefined])[0]);
        const campaign = await client.call(campaignRoutes.resumeCampaign, { params: { id } });
        session.result(campaign, renderResumed(campaign, session.commandLine(`campaign watch ${campaign.id}`)));
      }),
    );
}
