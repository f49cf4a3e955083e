import { deviceRoutes } from '@joulefleet/contracts';
import type { Command } from 'commander';
import { collectPages } from '../../client/call-route';
import { renderSnapshots } from '../../render/device/render-snapshots';
import { screenOf } from '../../terminal/screen';
import { action, example, limitOption } from '../command-run';
import type { CommandRun } from '../command-run';

const SNAPSHOTS_SHOWN = 20;
const MAX_SNAPSHOTS = 1_000;

/** `joulefleet device facts NAME`. */
export function registerDeviceFacts(parent: Command, run: CommandRun): void {
  parent
    .command('facts')
    .description('facts that probes read from a device, newest first, each with its changes')
    .argument('<name>', 'name of the device')
    .addOption(limitOption('snapshots', SNAPSHOTS_SHOWN, MAX_SNAPSHOTS))
    .addHelpText('after', example('joulefleet device facts nano-1'))
    .action(
      action(run, async (session, command) => {
        const [name] = command.processedArgs as [string];
        const { limit } = command.opts<{ limit: number }>();
        const client = session.client();
        const snapshots = await collectPages(
          (query) => client.call(deviceRoutes.listFacts, { params: { name }, query }),
          (page) => page.snapshots,
          limit,
        );
        session.result({ snapshots }, renderSnapshots(snapshots, screenOf(session)));
      }),
    );
}
