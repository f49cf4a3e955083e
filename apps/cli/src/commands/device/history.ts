import { deviceRoutes } from '@joulefleet/contracts';
import type { Command } from 'commander';
import { collectPages } from '../../client/call-route';
import { renderEvents } from '../../render/device/render-events';
import { screenOf } from '../../terminal/screen';
import { action, example, limitOption } from '../command-run';
import type { CommandRun } from '../command-run';

const EVENTS_SHOWN = 50;
const MAX_EVENTS = 10_000;

/** `joulefleet device history NAME`. */
export function registerDeviceHistory(parent: Command, run: CommandRun): void {
  parent
    .command('history')
    .description('events of a device, newest first; with --json including the evidence')
    .argument('<name>', 'name of the device')
    .addOption(limitOption('events', EVENTS_SHOWN, MAX_EVENTS))
    .addHelpText(
      'after',
      example('joulefleet device history nano-1', 'joulefleet device history nano-1 --limit 500 --json'),
    )
    .action(
      action(run, async (session, command) => {
        const [name] = command.processedArgs as [string];
        const { limit } = command.opts<{ limit: number }>();
        const client = session.client();
        const events = await collectPages(
          (query) => client.call(deviceRoutes.listDeviceEvents, { params: { name }, query }),
          (page) => page.events,
          limit,
        );
        session.result({ events }, renderEvents(events, screenOf(session)));
      }),
    );
}
