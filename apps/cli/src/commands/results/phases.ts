import { viewRoutes } from '@joulefleet/contracts';
import { phasesAsCsv } from '@joulefleet/figures';
import type { Command } from 'commander';
import { renderPhases } from '../../render/views/phases';
import type { CommandRun } from '../command-run';
import { registerView } from './register-view';

/** `joulefleet results phases [CAMPAIGN]`. */
export function registerResultsPhases(parent: Command, run: CommandRun): void {
  registerView<typeof viewRoutes.showPhases>(parent, run, {
    name: 'phases',
    description: 'energy, time and power of loading, warming up and inference for each cell',
    route: viewRoutes.showPhases,
    examples: ['joulefleet results phases', 'joulefleet results phases --workload alexnet --device nano-1 --csv'],
    render: renderPhases,
    csv: phasesAsCsv,
  });
}
