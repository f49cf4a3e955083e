import type { Command } from 'commander';
import { campaignIdOrLatest } from '../../client/latest-campaign';
import { renderReport } from '../../render/campaign/render-report';
import { screenOf } from '../../terminal/screen';
import { action, example } from '../command-run';
import type { CommandRun } from '../command-run';

/** `joulefleet campaign report [ID]`. */
export function registerCampaignReport(parent: Command, run: CommandRun): void {
  parent
    .command('report')
    .description('optimum, saving over DVFS and cost in time per device and workload; device against device')
    .argument('[id]', 'campaign, or the beginning of its id (default: the newest)')
    .option('--cells', 'every cell as well')
    .option('--device <name>', 'of this device only')
    .addHelpText('after', example('joulefleet campaign report', 'joulefleet campaign report 0199c3f2 --cells'))
    .action(
      action(run, async (session, command) => {
        const client = session.client();
        const id = await campaignIdOrLatest(client, (command.processedArgs as [string | undefined])[0]);
        const { cells = false, device } = command.opts<{ cells?: boolean; device?: string }>();
        const report = await client.report(id, device);
        session.result(report, renderReport(report, screenOf(session), { cells }));
      }),
    );
}
