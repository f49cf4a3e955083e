import { viewRoutes } from '@joulefleet/contracts';
import type { Command } from 'commander';
import { frontsAsCsv } from '@joulefleet/figures';
import { renderFronts } from '../../render/views/front';
import type { CommandRun } from '../command-run';
import { registerView } from './register-view';

/** `joulefleet results front [CAMPAIGN]`. */
export function registerResultsFront(parent: Command, run: CommandRun): void {
  registerView<typeof viewRoutes.showFront, { all?: boolean }>(parent, run, {
    name: 'front',
    description: 'Pareto fronts of energy and time within and across devices and models, aware of uncertainty',
    route: viewRoutes.showFront,
    examples: ['joulefleet results front', 'joulefleet results front --workload resnet18 --all'],
    add: (command) => command.option('--all', 'also the cells that are perhaps on a front, but not by the estimates'),
    render: (view, screen, { all = false }) => renderFronts(view, screen, { all }),
    csv: frontsAsCsv,
  });
}
