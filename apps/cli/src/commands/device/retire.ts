import { deviceRoutes } from '@joulefleet/contracts';
import type { Command } from 'commander';
import { renderStanding } from '../../render/device/render-device';
import { confirm, yesOption } from '../../terminal/confirm';
import { screenOf } from '../../terminal/screen';
import { action, example } from '../command-run';
import type { CommandRun } from '../command-run';

/** `joulefleet device retire NAME --reason TEXT`. */
export function registerDeviceRetire(parent: Command, run: CommandRun): void {
  parent
    .command('retire')
    .description('take a device out of service for good and skip its remaining trials; `device check` brings it back')
    .argument('<name>', 'name of the device')
    .requiredOption('--reason <text>', 'why; shown to everybody')
    .option('--now', 'take a busy device from its shard instead of waiting for its trial')
    .addOption(yesOption())
    .addHelpText('after', example('joulefleet device retire nano-1 --reason "given back" --yes'))
    .action(
      action(run, async (session, command) => {
        const [name] = command.processedArgs as [string];
        const { reason, now: immediately } = command.opts<{ reason: string; now?: boolean }>();
        await confirm(session, command, `Retire ${name} and skip every trial that is left for it?`);
        const device = await session
          .client()
          .call(deviceRoutes.retireDevice, { params: { name }, body: { reason, immediately } });
        session.result(device, renderStanding(device, screenOf(session)));
      }),
    );
}
