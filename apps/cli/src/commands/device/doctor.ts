import { deviceRoutes } from '@joulefleet/contracts';
import type { Command } from 'commander';
import { renderDoctor } from '../../render/device/render-doctor';
import { screenOf } from '../../terminal/screen';
import { action, example, type CommandRun } from '../command-run';

/** `joulefleet device doctor NAME`. */
export function registerDeviceDoctor(parent: Command, run: CommandRun): void {
  parent
    .command('doctor')
    .description('which runtimes and models a device can run, what it lacks, and the commands that install it there')
    .argument('<name>', 'name of the device')
    .addHelpText('after', example('joulefleet device doctor nano-1'))
    .action(
      action(run, async (session, command) => {
        const [name] = command.processedArgs as [string];
        const view = await session.client().call(deviceRoutes.examineRuntimes, { params: { name } });
        session.result(view, renderDoctor(view, screenOf(session)));
      }),
    );
}
