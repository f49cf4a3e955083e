import { viewRoutes } from '@joulefleet/contracts';
import type { Command } from 'commander';
import { devicesAsCsv } from '@joulefleet/figures';
import { renderDeviceMatrices } from '../../render/views/devices';
import { figureBetween, type CommandRun } from '../command-run';
import { registerView } from './register-view';

const MAX_PRICE = 1e6;

/** `joulefleet results devices [CAMPAIGN]`. */
export function registerResultsDevices(parent: Command, run: CommandRun): void {
  registerView<typeof viewRoutes.showDevices, { price?: number }>(parent, run, {
    name: 'devices',
    description: 'device against device at their optima, under their governors and at equal latency; ranking, cost',
    route: viewRoutes.showDevices,
    examples: ['joulefleet results devices', 'joulefleet results devices --workload resnet18 --price 0.32'],
    without: ['device'],
    add: (command) =>
      command.option(
        '--price <amount>',
        'price of a kilowatt-hour: adds the cost of a million inferences',
        figureBetween(0, MAX_PRICE),
      ),
    query: ({ price }) => ({ pricePerKwh: price }),
    render: renderDeviceMatrices,
    csv: devicesAsCsv,
  });
}
