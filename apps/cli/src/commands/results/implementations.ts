import { viewRoutes } from '@joulefleet/contracts';
import type { Command } from 'commander';
import { implementationsAsCsv } from '@joulefleet/figures';
import { renderImplementations } from '../../render/views/implementations';
import type { CommandRun } from '../command-run';
import { registerView } from './register-view';

/** `joulefleet results implementations [CAMPAIGN]`. */
export function registerResultsImplementations(parent: Command, run: CommandRun): void {
  registerView(parent, run, {
    name: 'implementations',
    description:
      'static against dynamic graph, runtimes, precision and other options against their controls; when loading pays off',
    route: viewRoutes.showImplementations,
    examples: ['joulefleet results implementations', 'joulefleet results implementations --workload alexnet --csv'],
    render: renderImplementations,
    csv: implementationsAsCsv,
  });
}
