import {
  buildStrategy,
  cellInterval,
  cellStatistics,
  normalDeviate,
  poolVariance,
  type CellStatistics,
  type ProposedTrials,
  type Random,
  type SearchDevice,
} from '@joulefleet/core';

export interface Stopping {
  /** Half-width, relative. */
  until: number;
  min: number;
  max: number;
  /** Trials of each cell without the rule. */
  fixed: number;
  devices: number;
  /** Of each device. */
  cells: number;
}

export interface Simulated {
  cells: number;
  trials: number;
  fixedTrials: number;
  /** Cells whose interval holds the true mean. */
  covered: number;
  fixedCovered: number;
}

/** What was measured of each cell of a device; its true mean is 1. */
type Measured = number[][];

/** Measures devices by the rule and by a fixed number, on the same draws, and holds the report's intervals against the truth. */
export function simulateStopping(stopping: Stopping, sdLog: number, random: Random): Simulated {
  const sum: Simulated = { cells: 0, trials: 0, fixedTrials: 0, covered: 0, fixedCovered: 0 };
  for (let device = 0; device < stopping.devices; device++) {
    const most = Math.max(stopping.max, stopping.fixed);
    const draws = Array.from({ length: stopping.cells }, () =>
      Array.from({ length: most }, () => Math.exp(sdLog * normalDeviate(random))),
    );
    const measured = measureUntil(draws, stopping);
    const fixed = draws.map((ofCell) => ofCell.slice(0, stopping.fixed));
    sum.cells += stopping.cells;
    sum.trials += measured.reduce((count, ofCell) => count + ofCell.length, 0);
    sum.fixedTrials += stopping.cells * stopping.fixed;
    sum.covered += countCovered(measured);
    sum.fixedCovered += countCovered(fixed);
  }
  return sum;
}

/** Asks the product's strategy round by round, until it stops. */
function measureUntil(draws: Measured, { until, min, max }: Stopping): Measured {
  const parameters = { repetitions: min, order: 'randomised-blocks', seed: 1, until, max } as const;
  const strategy = buildStrategy({ name: 'repeat-until', parameters });
  const measured: Measured = draws.map(() => []);
  for (;;) {
    const proposal = strategy.propose({ devices: [stateOf(measured)] });
    if (proposal.kind !== 'trials') return measured;
    for (const trials of proposal.trials) measure(trials, draws, measured);
  }
}

function measure({ cells }: ProposedTrials, draws: Measured, measured: Measured): void {
  for (const cell of cells) measured[cell]!.push(draws[cell]![measured[cell]!.length]!);
}

function stateOf(measured: Measured): SearchDevice {
  const cells = measured.map((energies, cell) => {
    const statistics = cellStatistics(energies);
    const { estimate: energyMj = null, sdLog: sdLogEnergy = null } = statistics ?? {};
    return { cell, proposed: energies.length, trials: energies.length, energyMj, sdLogEnergy };
  });
  const proposed = cells.reduce((count, { trials }) => count + trials, 0);
  return { deviceId: 'd', name: 'd', cellCount: cells.length, proposed, open: 0, sentinel: null, cells };
}

function countCovered(measured: Measured): number {
  const statistics = measured.map((energies) => cellStatistics(energies)).filter((each) => each !== null);
  const pool = poolVariance(statistics);
  return statistics.filter((each: CellStatistics) => {
    const { low, high } = cellInterval(each, pool);
    return low <= 1 && 1 <= high;
  }).length;
}
