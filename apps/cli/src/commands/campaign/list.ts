import type { Command } from 'commander';
import { renderCampaigns } from '../../render/campaign/render-campaigns';
import { screenOf } from '../../terminal/screen';
import { action, example, limitOption } from '../command-run';
import type { CommandRun } from '../command-run';

const CAMPAIGNS_SHOWN = 20;
const MAX_CAMPAIGNS = 10_000;

/** `joulefleet campaign list`. */
export function registerCampaignList(parent: Command, run: CommandRun): void {
  parent
    .command('list')
    .description('the campaigns, the newest first')
    .addOption(limitOption('campaigns', CAMPAIGNS_SHOWN, MAX_CAMPAIGNS))
    .option('--archived', 'archived ones as well')
    .addHelpText('after', example('joulefleet campaign list', 'joulefleet campaign list --limit 500 --json'))
    .action(
      action(run, async (session, command) => {
        const { limit: shown, archived = false } = command.opts<{ limit: number; archived?: boolean }>();
        const campaigns = await session.client().campaigns({ archived });
        campaigns.sort((a, b) => Date.parse(b.createdAt) - Date.parse(a.createdAt));
        const launchCommand = session.commandLine('campaign launch FILE');
        const text = renderCampaigns(campaigns, screenOf(session), { shown, launchCommand });
        session.result({ campaigns: campaigns.slice(0, shown) }, text);
      }),
    );
}
