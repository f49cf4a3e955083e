import { twoSided95 } from '../statistics';
import { orderBlock } from './order-block';
import { proposeRepetitions, waitOrStop } from './propose-repetitions';
import type {
  Proposal,
  ProposedTrials,
  SearchCell,
  SearchDevice,
  SearchState,
  Strategy,
  TopUpParameters,
} from './strategy';

/**
 * The full sweep first; when all its trials on a device are settled, the cells there whose 95 % interval is widest get more
 * trials. Cells without any accepted trial get none: they fail, and would fail again.
 */
export function topUpStrategy(parameters: TopUpParameters): Strategy {
  return {
    name: 'top-up',
    propose: (state) =>
      proposeRepetitions(state, parameters) ??
      proposeTopUps(state, parameters) ??
      waitOrStop(state, 'the widest intervals were topped up'),
  };
}

function proposeTopUps({ devices }: SearchState, parameters: TopUpParameters): Proposal | null {
  const due = devices.filter((device) => device.open === 0 && device.proposed < plannedOn(device, parameters));
  if (due.some((device) => device.cells === null)) return { kind: 'read-cells' };
  const trials = due.flatMap((device) => topUpsOf(device, parameters));
  return trials.length > 0 ? { kind: 'trials', trials } : null;
}

function plannedOn({ cellCount }: SearchDevice, { repetitions, share, trials }: TopUpParameters): number {
  return cellCount * repetitions + Math.ceil(cellCount * share) * trials;
}

function topUpsOf(device: SearchDevice, { share, trials, seed }: TopUpParameters): ProposedTrials[] {
  const widest = widestCells(device.cells!, Math.ceil(device.cellCount * share));
  if (widest.length === 0) return [];
  const proposed = new Map(widest.map((cell) => [cell.cell, cell.proposed]));
  const first = Math.max(...proposed.values()) + 1;
  return Array.from({ length: trials }, (_, round) => {
    const cells = orderBlock([...proposed.keys()], seed, device.name, first + round);
    return {
      deviceId: device.deviceId,
      cells,
      repetitions: cells.map((cell) => proposed.get(cell)! + 1 + round),
    };
  });
}

function widestCells(cells: readonly SearchCell[], count: number): SearchCell[] {
  const quantiles = new Map<number, number>();
  const quantile = (degreesOfFreedom: number): number => {
    const known = quantiles.get(degreesOfFreedom) ?? twoSided95(degreesOfFreedom);
    quantiles.set(degreesOfFreedom, known);
    return known;
  };
  return cells
    .filter((cell) => cell.trials > 0)
    .map((cell) => ({ cell, width: intervalWidth(cell, quantile) }))
    .sort((a, b) => (a.width === b.width ? a.cell.cell - b.cell.cell : b.width - a.width))
    .slice(0, count)
    .map(({ cell }) => cell);
}

/** Of log energy. A single trial says nothing about its spread: its interval is wider than any other. */
function intervalWidth({ trials, sdLogEnergy }: SearchCell, quantile: (degreesOfFreedom: number) => number): number {
  if (sdLogEnergy === null || trials < 2) return Infinity;
  return (2 * quantile(trials - 1) * sdLogEnergy) / Math.sqrt(trials);
}
