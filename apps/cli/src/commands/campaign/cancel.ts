import { campaignRoutes, type CampaignView } from '@joulefleet/contracts';
import { formatCount } from '@joulefleet/figures';
import type { Command } from 'commander';
import { campaignIdOrLatest } from '../../client/latest-campaign';
import { renderCancelled } from '../../render/campaign/render-stops';
import { confirm, isAsked } from '../../terminal/confirm';
import type { Session } from '../../terminal/session';
import { action, example } from '../command-run';
import type { CommandRun } from '../command-run';

/** `joulefleet campaign cancel [ID]`. */
export function registerCampaignCancel(parent: Command, run: CommandRun): void {
  parent
    .command('cancel')
    .description('end a campaign now: devices are restored, what is left is skipped, results stay')
    .argument('[id]', 'campaign, or the beginning of its id (default: the newest)')
    .option('--yes', 'do not ask; where there is no terminal, nothing is asked')
    .addHelpText('after', example('joulefleet campaign cancel', 'joulefleet campaign cancel 0199c3f2 --yes --json'))
    .action(
      action(run, async (session, command) => {
        const client = session.client();
        const id = await campaignIdOrLatest(client, (command.processedArgs as [string | undefined])[0]);
        const meant = isAsked(session, command) ? await confirmed(session, command, await client.campaign(id)) : id;
        const campaign = await client.call(campaignRoutes.cancelCampaign, { params: { id: meant } });
        session.result(campaign, renderCancelled(campaign, session.commandLine(`campaign watch ${campaign.id}`)));
      }),
    );
}

/** The id of the campaign that was shown. @throws CliFailure `not_confirmed`. */
async function confirmed(session: Session, command: Command, { id, name, trials }: CampaignView): Promise<string> {
  const left = formatCount(trials.pending + trials.assigned, 'trial');
  const remedy = `To go on with it later, pause it: ${session.commandLine(`campaign pause ${id}`)}`;
  const refused = { message: `${name} was not cancelled`, remedy };
  await confirm(session, command, `Cancel ${name} (${id}), ${left} to come, for good?`, refused);
  return id;
}
