import { campaignRoutes } from '@joulefleet/contracts';
import type { Command } from 'commander';
import { usageFailure } from '../../cli-failure';
import { action, example, type CommandRun } from '../command-run';

const LIMIT = 100;

/** `joulefleet campaign priority ID N`. */
export function registerCampaignPriority(parent: Command, run: CommandRun): void {
  parent
    .command('priority')
    .description('of two campaigns that want a device, the one of higher priority gets it; 0 is usual')
    .argument('<id>', 'campaign, or the beginning of its id')
    .argument('<priority>', `a whole number from -${LIMIT} to ${LIMIT}; before a negative one write --`)
    .addHelpText(
      'after',
      example('joulefleet campaign priority 0199c3f2 10', 'joulefleet campaign priority 0199c3f2 -- -10'),
    )
    .action(
      action(run, async (session, command) => {
        const [id, text] = command.processedArgs as [string, string];
        const priority = Number(text);
        if (!/^-?[0-9]+$/.test(text) || Math.abs(priority) > LIMIT) {
          throw usageFailure(
            `${JSON.stringify(text)} is no priority; expected a whole number from -${LIMIT} to ${LIMIT}`,
          );
        }
        const client = session.client();
        const campaign = await client.call(campaignRoutes.prioritiseCampaign, { params: { id }, body: { priority } });
        session.result(campaign, `${campaign.name} has priority ${campaign.priority}.`);
      }),
    );
}
