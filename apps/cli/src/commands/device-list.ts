import type { Command } from 'commander';
import { renderDevices } from '../render/render-devices';
import { action, example } from './command-run';
import type { CommandRun } from './command-run';

/** `joulefleet device list`. */
export function registerDeviceList(parent: Command, run: CommandRun): void {
  parent
    .command('list')
    .description('the enrolled devices and whether they are free')
    .addHelpText('after', example('joulefleet device list', 'joulefleet device list --json'))
    .action(
      action(run, async (session) => {
        const devices = await session.client().devices();
        const text = renderDevices(devices, session.colors, session.commandLine('device enroll HOST'));
        session.result({ devices }, text);
      }),
    );
}
