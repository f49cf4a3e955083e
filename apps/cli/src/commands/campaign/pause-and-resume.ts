import { campaignRoutes, type CampaignView } from '@joulefleet/contracts';
import type { Command } from 'commander';
import { campaignIdOrLatest } from '../../client/latest-campaign';
import { renderPaused, renderResumed } from '../../render/campaign/render-stops';
import { action, example } from '../command-run';
import type { CommandRun } from '../command-run';

interface Verb {
  name: 'pause' | 'resume';
  description: string;
  route: typeof campaignRoutes.pauseCampaign | typeof campaignRoutes.resumeCampaign;
  /** What to call next. */
  next: 'resume' | 'watch';
  render: (campaign: CampaignView, nextCommand: string) => string;
}

/** `joulefleet campaign pause [ID]`. */
export function registerCampaignPause(parent: Command, run: CommandRun): void {
  register(parent, run, {
    name: 'pause',
    description: 'finish the trials in progress, then measure nothing until resumed; devices are free meanwhile',
    route: campaignRoutes.pauseCampaign,
    next: 'resume',
    render: renderPaused,
  });
}

/** `joulefleet campaign resume [ID]`. */
export function registerCampaignResume(parent: Command, run: CommandRun): void {
  register(parent, run, {
    name: 'resume',
    description: 'continue a paused campaign',
    route: campaignRoutes.resumeCampaign,
    next: 'watch',
    render: renderResumed,
  });
}

function register(parent: Command, run: CommandRun, { name, description, route, next, render }: Verb): void {
  parent
    .command(name)
    .description(description)
    .argument('[id]', 'campaign, or the beginning of its id (default: the newest)')
    .addHelpText('after', example(`joulefleet campaign ${name}`, `joulefleet campaign ${name} 0199c3f2 --json`))
    .action(
      action(run, async (session, command) => {
        const client = session.client();
        const id = await campaignIdOrLatest(client, (command.processedArgs as [string | undefined])[0]);
        const campaign = await client.call(route, { params: { id } });
        session.result(campaign, render(campaign, session.commandLine(`campaign ${next} ${campaign.id}`)));
      }),
    );
}
