import { deviceRoutes, type SudoersView } from '@joulefleet/contracts';
import type { Command } from 'commander';
import { CliFailure } from '../cli-failure';
import type { ControllerClient } from '../client/controller-client';
import { action, example } from './command-run';
import type { CommandRun } from './command-run';

/** `joulefleet device sudoers NAME`: a script for the device, plain so that it can be piped. */
export function registerDeviceSudoers(parent: Command, run: CommandRun): void {
  parent
    .command('sudoers')
    .description('the narrow sudo rule that a device without a root login needs, as commands to run on it')
    .argument('<name>', 'name of the device, or its host as it was enrolled')
    .addHelpText(
      'after',
      example('joulefleet device sudoers nano-1', 'joulefleet device sudoers nano-1 > nano-1-sudo.sh'),
    )
    .action(
      action(run, async (session, command) => {
        const [name] = command.processedArgs as [string];
        const view = await findSudoers(session.client(), name);
        session.result(view, renderSudoers(view));
      }),
    );
}

/** By the name of the device; when none has it, by the host of the only one that was enrolled there. */
async function findSudoers(client: ControllerClient, nameOrHost: string): Promise<SudoersView> {
  const show = (name: string): Promise<SudoersView> => client.call(deviceRoutes.showSudoers, { params: { name } });
  try {
    return await show(nameOrHost);
  } catch (error) {
    if (!(error instanceof CliFailure) || error.problem.code !== 'device_unknown') throw error;
    const [found, another] = (await client.devices()).filter(({ host }) => host === nameOrHost);
    if (!found || another) throw error;
    return show(found.name);
  }
}

function renderSudoers({ commands, file, rule }: SudoersView): string {
  return [`# ${file}:`, `#   ${rule}`, ...commands].join('\n');
}
