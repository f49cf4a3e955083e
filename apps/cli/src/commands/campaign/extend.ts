import { campaignRoutes } from '@joulefleet/contracts';
import type { Command } from 'commander';
import { usageFailure } from '../../cli-failure';
import { campaignIdOrLatest } from '../../client/latest-campaign';
import { renderExtended } from '../../render/campaign/render-stops';
import { action, example } from '../command-run';
import type { CommandRun } from '../command-run';

/** `joulefleet campaign extend [ID] --repetitions N`. */
export function registerCampaignExtend(parent: Command, run: CommandRun): void {
  parent
    .command('extend')
    .description('measure every cell more often; a completed campaign runs again')
    .argument('[id]', 'campaign, or the beginning of its id (default: the newest)')
    .requiredOption('--repetitions <n>', 'how many more trials of every cell')
    .addHelpText('after', example('joulefleet campaign extend 0199c3f2 --repetitions 5'))
    .action(
      action(run, async (session, command) => {
        const repetitions = Number(command.opts<{ repetitions: string }>().repetitions);
        if (!Number.isInteger(repetitions) || repetitions < 1) {
          throw usageFailure('--repetitions takes a whole number of at least 1');
        }
        const client = session.client();
        const id = await campaignIdOrLatest(client, (command.processedArgs as [string | undefined])[0]);
        const campaign = await client.call(campaignRoutes.extendCampaign, { params: { id }, body: { repetitions } });
        session.result(campaign, renderExtended(campaign, repetitions, session.commandLine(`campaign watch ${id}`)));
      }),
    );
}
