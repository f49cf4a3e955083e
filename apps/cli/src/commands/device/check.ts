import { deviceRoutes } from '@joulefleet/contracts';
import type { Command } from 'commander';
import { EXIT } from '../../exit-codes';
import { renderDevice } from '../../render/device/render-device';
import { screenOf } from '../../terminal/screen';
import { action, example } from '../command-run';
import type { CommandRun } from '../command-run';

/** `joulefleet device check NAME`: 0 when it is ready then, 3 when it is not. */
export function registerDeviceCheck(parent: Command, run: CommandRun): void {
  parent
    .command('check')
    .description('run the pre-flight; a device that passes is ready, also one that was quarantined or retired')
    .argument('<name>', 'name of the device')
    .addHelpText('after', example('joulefleet device check nano-1'))
    .action(
      action(run, async (session, command) => {
        const [name] = command.processedArgs as [string];
        const device = await session.client().call(deviceRoutes.checkDevice, { params: { name } });
        session.result(device, renderDevice(device, screenOf(session)));
        return device.availability === 'ready' || device.availability === 'leased' ? EXIT.ok : EXIT.device;
      }),
    );
}
