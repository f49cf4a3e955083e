import type { Command } from 'commander';
import { renderDevice } from '../../render/device/render-device';
import { screenOf } from '../../terminal/screen';
import { action, example } from '../command-run';
import type { CommandRun } from '../command-run';

/** `joulefleet device show NAME`. */
export function registerDeviceShow(parent: Command, run: CommandRun): void {
  parent
    .command('show')
    .description('all details of one device')
    .argument('<name>', 'name of the device')
    .addHelpText('after', example('joulefleet device show nano-1'))
    .action(
      action(run, async (session, command) => {
        const [name] = command.processedArgs as [string];
        const device = await session.client().device(name);
        session.result(device, renderDevice(device, screenOf(session)));
      }),
    );
}
