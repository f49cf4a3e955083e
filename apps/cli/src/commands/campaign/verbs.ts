import { campaignRoutes, type CampaignView } from '@joulefleet/contracts';
import type { Command } from 'commander';
import { campaignIdOrLatest } from '../../client/latest-campaign';
import { renderFilled, renderPaused, renderResumed, renderStopped } from '../../render/campaign/render-stops';
import { action, example, type CommandRun } from '../command-run';

type VerbRoute =
  | typeof campaignRoutes.pauseCampaign
  | typeof campaignRoutes.resumeCampaign
  | typeof campaignRoutes.stopCampaign
  | typeof campaignRoutes.fillCampaign;

interface Verb {
  name: 'pause' | 'resume' | 'stop' | 'fill';
  description: string;
  route: VerbRoute;
  /** What to call next. */
  next: 'resume' | 'watch' | 'report';
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

/** `joulefleet campaign stop [ID]`. */
export function registerCampaignStop(parent: Command, run: CommandRun): void {
  register(parent, run, {
    name: 'stop',
    description: 'finish the trials in progress, then end early: what is there counts, what is missing can be filled',
    route: campaignRoutes.stopCampaign,
    next: 'report',
    render: renderStopped,
  });
}

/** `joulefleet campaign fill [ID]`. */
export function registerCampaignFill(parent: Command, run: CommandRun): void {
  register(parent, run, {
    name: 'fill',
    description: 'measure what is missing: trials kept from counting by a fault or a check, or left out by a stop',
    route: campaignRoutes.fillCampaign,
    next: 'watch',
    render: renderFilled,
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
