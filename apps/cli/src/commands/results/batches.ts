import { viewRoutes } from '@joulefleet/contracts';
import type { Command } from 'commander';
import { batchesAsCsv } from '@joulefleet/figures';
import { renderBatches } from '../../render/views/batches';
import type { CommandRun } from '../command-run';
import { parseClock } from './parse-clock';
import { registerView } from './register-view';

interface BatchesOptions {
  gpu?: number;
  cpu?: number;
}

/** `joulefleet results batches [CAMPAIGN]`. */
export function registerResultsBatches(parent: Command, run: CommandRun): void {
  registerView<typeof viewRoutes.showBatches, BatchesOptions>(parent, run, {
    name: 'batches',
    description:
      'effect of the batch size, and the joint optimum over clocks and batch sizes against the governors at the least',
    route: viewRoutes.showBatches,
    examples: ['joulefleet results batches', 'joulefleet results batches --gpu "614.4 MHz" --cpu "1479 MHz"'],
    without: ['batch-size'],
    add: (command) =>
      command
        .option('--gpu <clock>', 'also with the GPU at this clock, such as "614.4 MHz"', parseClock)
        .option('--cpu <clock>', 'also with the CPU at this clock', parseClock),
    query: ({ gpu, cpu }) => ({ gpuHz: gpu, cpuHz: cpu }),
    render: renderBatches,
    csv: batchesAsCsv,
  });
}
