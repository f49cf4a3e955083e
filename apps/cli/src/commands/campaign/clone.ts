import { resolve } from 'node:path';
import { campaignRoutes } from '@joulefleet/contracts';
import type { Command } from 'commander';
import { campaignIdOrLatest } from '../../client/latest-campaign';
import { writeNewFile } from '../../terminal/write-new-file';
import { action, example, type CommandRun } from '../command-run';

/** `joulefleet campaign clone [ID] [--output FILE]`. */
export function registerCampaignClone(parent: Command, run: CommandRun): void {
  parent
    .command('clone')
    .description('the campaign file, to edit and launch as another campaign')
    .argument('[id]', 'campaign, or the beginning of its id (default: the newest)')
    .option('--output <file>', 'write it to a file that does not exist yet')
    .addHelpText(
      'after',
      example('joulefleet campaign clone 0199c3f2', 'joulefleet campaign clone 0199c3f2 --output again.yaml'),
    )
    .action(
      action(run, async (session, command) => {
        const client = session.client();
        const id = await campaignIdOrLatest(client, (command.processedArgs as [string | undefined])[0]);
        const file = await client.call(campaignRoutes.showCampaignFile, { params: { id } });
        const { output } = command.opts<{ output?: string }>();
        if (output === undefined) return session.result(file, file.source.trimEnd());
        writeNewFile(resolve(session.io.environment.workingFolder, output), output, file.source);
        const launch = session.commandLine(`campaign launch ${output}`);
        session.result({ ...file, output }, `Wrote ${output}. Edit it, then: ${launch}`);
      }),
    );
}
