import type { Command } from 'commander';
import { action, example, type CommandRun } from '../command-run';
import { readCampaignFile } from './launch';

/** `joulefleet campaign validate FILE`. */
export function registerCampaignValidate(parent: Command, run: CommandRun): void {
  parent
    .command('validate')
    .description('check a campaign file by itself; no controller is needed, and no device is looked at')
    .argument('<file>', 'campaign file (YAML); - reads standard input')
    .addHelpText('after', example('joulefleet campaign validate examples/quick.yaml'))
    .action(
      action(run, async (session, command) => {
        const [file] = command.processedArgs as [string];
        const { sourceName } = await readCampaignFile(session.io, file);
        const plan = session.commandLine(`campaign plan ${file}`);
        const text = `${sourceName} is a campaign file. What your devices make of it: ${plan}`;
        session.result({ file: sourceName, valid: true }, text);
      }),
    );
}
