import { viewRoutes, type TopologyQuery } from '@joulefleet/contracts';
import { TOPOLOGY_METRICS } from '@joulefleet/core';
import { type Command, Option } from 'commander';
import { topologyAsCsv } from '@joulefleet/figures';
import { renderTopology } from '../../render/views/topology';
import type { CommandRun } from '../command-run';
import { registerView } from './register-view';

/** `joulefleet results topology [CAMPAIGN]`. */
export function registerResultsTopology(parent: Command, run: CommandRun): void {
  registerView<typeof viewRoutes.showTopology, Pick<TopologyQuery, 'metric'>>(parent, run, {
    name: 'topology',
    description: 'energy, latency or power over CPU and GPU clock: optimum, flatness, monotonicity, saving over DVFS',
    route: viewRoutes.showTopology,
    examples: [
      'joulefleet results topology --workload alexnet --device nano-1',
      'joulefleet results topology --metric latency --csv',
    ],
    add: (command) =>
      command.addOption(new Option('--metric <name>', 'what is shown').choices(TOPOLOGY_METRICS).default('energy')),
    query: ({ metric }) => ({ metric }),
    render: renderTopology,
    csv: topologyAsCsv,
  });
}
