import { normalDeviate } from '../../random';
import { limitedCost, meansByRow, randomOf, type SearchContext } from '../search-context';
import { measure, type Method } from './method';
import { allowedRows, greatest } from './start-rows';

/** The control: any cell that was not tried, by chance. */
export const random: Method = function* (context) {
  yield;
  const tried = triedOften(context);
  const left = allowedRows(context).filter((row) => !tried.has(row));
  if (left.length === 0) return { kind: 'end', outcome: 'ended' };
  return measure(left[Math.floor(randomOf(context, 'random')() * left.length)]!);
};

/** Every cell, as often as the sweep would, a round after the other; what is promising comes first, so that an interrupted sweep is useful (6.1.1). */
export const sweep: Method = function* (context) {
  yield;
  const tried = triedOften(context);
  const trials = (row: number): number => tried.get(row) ?? 0;
  const left = allowedRows(context).filter((row) => trials(row) < context.problem.parameters.sweepRepetitions);
  if (left.length === 0) return { kind: 'end', outcome: 'ended' };
  return measure(greatest(left, (row) => -1e3 * trials(row) - distanceToPromising(context, row)));
};

/** Where the study found its optima, as places on the axes: three quarters up each clock, and the largest batch. */
const PROMISING: Readonly<Record<string, number>> = { cpuHz: 0.75, gpuHz: 0.75, memoryHz: 1, cores: 1, batchSize: 1 };

function distanceToPromising({ space: { axes, places } }: SearchContext, row: number): number {
  return Math.hypot(...axes.map((axis, column) => places[row * axes.length + column]! - PROMISING[axis]!));
}

/** Noise between trials, and how far cells are apart before any is known: relative. */
const TRIAL_SD = 0.013;
const MIN_SPREAD = 0.2;

/** Gaussian Thompson sampling with independent arms (6.1.2; Zeus, NSDI 2023): a draw of each cell's cost, and the least is measured. */
export const thompson: Method = function* (context) {
  yield;
  const means = meansByRow(context);
  const known = [...means]
    .map(([row, figures]) => Math.log(limitedCost(context, row, figures)))
    .filter(Number.isFinite);
  const centre = known.reduce((sum, each) => sum + each, 0) / Math.max(1, known.length);
  const spread = Math.max(
    MIN_SPREAD,
    Math.hypot(...known.map((each) => each - centre)) / Math.sqrt(Math.max(1, known.length)),
  );
  const draw = randomOf(context, 'thompson');
  return measure(
    greatest(allowedRows(context), (row) => {
      const figures = means.get(row);
      const cost = figures === undefined ? centre : Math.log(limitedCost(context, row, figures));
      const sd = figures === undefined ? spread : TRIAL_SD / Math.sqrt(figures.trials);
      return -(cost + sd * normalDeviate(draw));
    }),
  );
};

/** How often each row was proposed. */
export function triedOften({ measured, open }: SearchContext): Map<number, number> {
  const tried = new Map<number, number>();
  for (const { row } of [...measured, ...open]) tried.set(row, (tried.get(row) ?? 0) + 1);
  return tried;
}
