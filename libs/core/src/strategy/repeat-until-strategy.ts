import { standardErrorOf } from '../statistics/cell-interval';
import { poolVariance, type Repeatability } from '../statistics/pooled-variance';
import { twoSided95 } from '../statistics/student-t';
import { orderBlock } from './order-block';
import { proposeRepetitions, TRIALS_PER_PROPOSAL, waitOrStop } from './propose-repetitions';
import type {
  Proposal,
  ProposedTrials,
  RepeatUntilParameters,
  SearchCell,
  SearchDevice,
  SearchState,
  Strategy,
} from './strategy';

/**
 * Repeats each cell until the 95 % interval of its mean energy is within the half-width, as the report quotes it: with the variance
 * of the device's cells together, because a cell that is stopped on its own few trials is stopped by chance (MEASUREMENT 6). Every
 * cell gets the least number of trials first; then, device by device, rounds of all cells that need more.
 */
export function repeatUntilStrategy(parameters: RepeatUntilParameters): Strategy {
  return {
    name: 'repeat-until',
    propose: (state) =>
      proposeRepetitions(state, parameters) ??
      proposeRounds(state, parameters) ??
      waitOrStop(state, 'every interval is within the half-width, or the cell has its most trials'),
  };
}

function proposeRounds({ devices }: SearchState, parameters: RepeatUntilParameters): Proposal | null {
  const due = devices.filter(({ open, cellCount, proposed }) => open === 0 && proposed < cellCount * parameters.max);
  if (due.some((device) => device.cells === null)) return { kind: 'read-cells' };
  const trials: ProposedTrials[] = [];
  let count = 0;
  for (const device of due) {
    for (const round of roundsOf(device, parameters)) {
      trials.push(round);
      count += round.cells.length;
      if (count >= TRIALS_PER_PROPOSAL) break;
    }
  }
  return count > 0 ? { kind: 'trials', trials } : null;
}

/** Rounds of one device, each with the cells that need another trial as far as is known now. */
function* roundsOf(device: SearchDevice, parameters: RepeatUntilParameters): Generator<ProposedTrials> {
  const cells = device.cells!;
  const pool = poolVariance(cells.filter(isMeasured).map(({ trials, sdLogEnergy: sdLog }) => ({ trials, sdLog })));
  const quantile = quantiles();
  const needed = cells.map((cell) => ({ ...cell, more: trialsNeeded(cell, pool, quantile, parameters) }));
  const first = Math.max(0, ...cells.map(({ proposed }) => proposed)) + 1;
  for (let round = 0; ; round++) {
    const members = new Map(needed.filter(({ more }) => more > round).map(({ cell, proposed }) => [cell, proposed]));
    if (members.size === 0) return;
    const order = orderBlock([...members.keys()], parameters.seed, device.name, first + round);
    yield { deviceId: device.deviceId, cells: order, repetitions: order.map((cell) => members.get(cell)! + 1 + round) };
  }
}

function isMeasured({ trials }: SearchCell): boolean {
  return trials > 0;
}

/**
 * How many more trials a cell needs by the variance as it is known now; at most as many as it has, because that variance may be
 * far off. A cell without any accepted trial gets none: it fails, and would fail again.
 */
function trialsNeeded(
  { trials, sdLogEnergy: sdLog, proposed }: SearchCell,
  pool: Repeatability,
  quantile: (degreesOfFreedom: number) => number,
  { until, max }: RepeatUntilParameters,
): number {
  if (trials === 0) return 0;
  const isWithin = (count: number): boolean => {
    const { standardError, degreesOfFreedom } = standardErrorOf({ trials, sdLog }, pool);
    return quantile(degreesOfFreedom) * standardError * Math.sqrt(trials / count) <= until;
  };
  let more = 0;
  while (more < trials && proposed + more < max && !isWithin(trials + more)) more++;
  return more;
}

/** Few degrees of freedom differ, and each quantile takes a tenth of a millisecond. */
function quantiles(): (degreesOfFreedom: number) => number {
  const known = new Map<number, number>();
  return (degreesOfFreedom) => {
    const found = known.get(degreesOfFreedom) ?? twoSided95(degreesOfFreedom);
    known.set(degreesOfFreedom, found);
    return found;
  };
}
