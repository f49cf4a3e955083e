import { viewRoutes } from '@joulefleet/contracts';
import { type Command, Option } from 'commander';
import { sweepsAsCsv } from '@joulefleet/figures';
import { renderSweeps } from '../../render/views/sweep';
import type { CommandRun } from '../command-run';
import { parseClock } from './parse-clock';
import { registerView } from './register-view';

interface SweepOptions {
  axis: 'gpu' | 'cpu';
  at: 'top' | 'optimum' | number;
}

/** `joulefleet results sweep [CAMPAIGN]`. */
export function registerResultsSweep(parent: Command, run: CommandRun): void {
  registerView<typeof viewRoutes.showSweep, SweepOptions>(parent, run, {
    name: 'sweep',
    description:
      'power, latency and energy along one clock with the other held: linearity, and where more clock stops helping',
    route: viewRoutes.showSweep,
    examples: ['joulefleet results sweep --workload alexnet', 'joulefleet results sweep --axis cpu --at "614.4 MHz"'],
    add: (command) =>
      command
        .addOption(new Option('--axis <clock>', 'the clock that varies').choices(['gpu', 'cpu']).default('gpu'))
        .option('--at <clock>', 'the other clock: top, optimum, or a frequency such as "614.4 MHz"', parseHeld, 'top'),
    query: ({ axis, at }) => ({ axis, ...(typeof at === 'number' ? { heldHz: at } : { at }) }),
    render: renderSweeps,
    csv: sweepsAsCsv,
  });
}

function parseHeld(text: string): SweepOptions['at'] {
  return text === 'top' || text === 'optimum' ? text : parseClock(text);
}
