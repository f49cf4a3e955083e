import { viewRoutes } from '@joulefleet/contracts';
import { governorsAsCsv } from '@joulefleet/figures';
import type { Command } from 'commander';
import { renderGovernors } from '../../render/views/governors';
import type { CommandRun } from '../command-run';
import { registerView } from './register-view';

/** `joulefleet results governors [CAMPAIGN]`. */
export function registerResultsGovernors(parent: Command, run: CommandRun): void {
  registerView(parent, run, {
    name: 'governors',
    description: "governors against one another and against the device's own, with where they held the clocks",
    route: viewRoutes.showGovernors,
    examples: ['joulefleet results governors', 'joulefleet results governors --device nano-1 --csv'],
    render: renderGovernors,
    csv: governorsAsCsv,
  });
}
