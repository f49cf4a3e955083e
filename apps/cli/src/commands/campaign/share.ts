import { campaignRoutes } from '@joulefleet/contracts';
import type { Command } from 'commander';
import { usageFailure } from '../../cli-failure';
import { campaignIdOrLatest } from '../../client/latest-campaign';
import { renderShared } from '../../render/campaign/render-stops';
import { action, example } from '../command-run';
import type { CommandRun } from '../command-run';

interface ShareOptions {
  with: string[];
  private?: boolean;
}

/** `joulefleet campaign share [ID]`. */
export function registerCampaignShare(parent: Command, run: CommandRun): void {
  parent
    .command('share')
    .description('set who else may see, pause, resume and cancel a campaign; replaces earlier shares')
    .argument('[id]', 'campaign, or the beginning of its id (default: the newest)')
    .option('--with <name>', 'a user, or everyone; may be repeated', (name, all: string[]) => [...all, name], [])
    .option('--private', 'nobody else')
    .addHelpText(
      'after',
      example('joulefleet campaign share 0199c3f2 --with ada --with bo', 'joulefleet campaign share --private'),
    )
    .action(
      action(run, async (session, command) => {
        const options = command.opts<ShareOptions>();
        if (options.with.length > 0 === (options.private === true)) {
          throw usageFailure('either --with NAME or --private is needed, not both');
        }
        const client = session.client();
        const id = await campaignIdOrLatest(client, (command.processedArgs as [string | undefined])[0]);
        const campaign = await client.call(campaignRoutes.shareCampaign, {
          params: { id },
          body: { sharedWith: options.with },
        });
        session.result(campaign, renderShared(campaign));
      }),
    );
}
