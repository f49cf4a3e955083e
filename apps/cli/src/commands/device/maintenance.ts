import { deviceRoutes } from '@joulefleet/contracts';
import type { Command } from 'commander';
import { renderStanding } from '../../render/device/render-device';
import { screenOf } from '../../terminal/screen';
import { tellInstant } from '../../time/local-instants';
import { windowOf, type WindowOptions } from '../../time/window-of';
import { action, example } from '../command-run';
import type { CommandRun } from '../command-run';

/** `joulefleet device maintenance NAME`. */
export function registerDeviceMaintenance(parent: Command, run: CommandRun): void {
  parent
    .command('maintenance')
    .description('plan a window in which a device is not leased; it is checked afterwards')
    .argument('<name>', 'name of the device')
    .option(
      '--from <moment>',
      'when it begins: now, +2h, 2026-05-01, "2026-05-01 08:00" (your time), or with Z (default: now)',
    )
    .option('--to <moment>', 'when it ends')
    .option('--for <span>', 'how long it lasts: 90min, 2h, 1d')
    .requiredOption('--reason <text>', 'why; shown to everybody')
    .addHelpText(
      'after',
      example(
        'joulefleet device maintenance nano-1 --for 2h --reason "new fan"',
        'joulefleet device maintenance nano-1 --from "2026-05-01 08:00" --to "2026-05-01 12:00" --reason "power cut"',
      ),
    )
    .action(
      action(run, async (session, command) => {
        const [name] = command.processedArgs as [string];
        const { reason, ...options } = command.opts<WindowOptions & { reason: string }>();
        const body = { ...windowOf(options, Date.now()), reason };
        session.note(`From ${tellInstant(Date.parse(body.startsAt))} to ${tellInstant(Date.parse(body.endsAt))}.`);
        const device = await session.client().call(deviceRoutes.planMaintenance, { params: { name }, body });
        session.result(device, renderStanding(device, screenOf(session)));
      }),
    );
}
