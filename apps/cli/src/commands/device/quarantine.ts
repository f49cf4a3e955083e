import { deviceRoutes } from '@joulefleet/contracts';
import type { Command } from 'commander';
import { renderStanding } from '../../render/device/render-device';
import { screenOf } from '../../terminal/screen';
import { action, example } from '../command-run';
import type { CommandRun } from '../command-run';

/** `joulefleet device quarantine NAME --reason TEXT`. */
export function registerDeviceQuarantine(parent: Command, run: CommandRun): void {
  parent
    .command('quarantine')
    .description('take a device out of service until it is checked; a busy device finishes its trial first')
    .argument('<name>', 'name of the device')
    .requiredOption('--reason <text>', 'why; shown to everybody')
    .option('--now', 'take a busy device from its shard instead of waiting for its trial')
    .addHelpText('after', example('joulefleet device quarantine nano-1 --reason "the fan rattles"'))
    .action(
      action(run, async (session, command) => {
        const [name] = command.processedArgs as [string];
        const { reason, now: immediately } = command.opts<{ reason: string; now?: boolean }>();
        const call = { params: { name }, body: { reason, immediately } };
        const device = await session.client().call(deviceRoutes.quarantineDevice, call);
        session.result(device, renderStanding(device, screenOf(session)));
      }),
    );
}
