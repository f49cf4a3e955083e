import { deviceRoutes } from '@joulefleet/contracts';
import type { Command } from 'commander';
import { renderDrift, renderStanding } from '../../render/device/render-device';
import { confirm, yesOption } from '../../terminal/confirm';
import { screenOf } from '../../terminal/screen';
import { action, example } from '../command-run';
import type { CommandRun } from '../command-run';

/** `joulefleet device accept-drift NAME`. */
export function registerDeviceAcceptDrift(parent: Command, run: CommandRun): void {
  parent
    .command('accept-drift')
    .description('accept the current facts as the reference for later drift')
    .argument('<name>', 'name of the device')
    .addOption(yesOption())
    .addHelpText('after', example('joulefleet device accept-drift nano-1'))
    .action(
      action(run, async (session, command) => {
        const [name] = command.processedArgs as [string];
        const client = session.client();
        const { drift } = await client.device(name);
        for (const change of drift) session.note(renderDrift(change, session.noteColors));
        if (drift.length > 0) await confirm(session, command, `Is ${name} meant to be so?`);
        const device = await client.call(deviceRoutes.acceptDrift, { params: { name } });
        session.result(device, renderStanding(device, screenOf(session)));
      }),
    );
}
