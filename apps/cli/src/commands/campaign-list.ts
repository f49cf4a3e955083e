import type { Command } from 'commander';
import { renderCampaigns } from '../render/render-campaigns';
import { action, example } from './command-run';
import type { CommandRun } from './command-run';

/** `joulefleet campaign list`. */
export function registerCampaignList(parent: Command, run: CommandRun): void {
  parent
    .command('list')
    .description('the campaigns, the newest first')
    .addHelpText('after', example('joulefleet campaign list'))
    .action(
      action(run, async (session) => {
        const campaigns = await session.client().campaigns();
        campaigns.sort((a, b) => Date.parse(b.createdAt) - Date.parse(a.createdAt));
        const text = renderCampaigns(campaigns, session.colors, session.commandLine('campaign launch FILE'));
        session.result({ campaigns }, text);
      }),
    );
}
