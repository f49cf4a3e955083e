import { limitedCost, randomOf, type SearchContext } from '../search-context';

/**
 * A row to begin with: where earlier campaigns found the least cost, else all clocks at their highest and the largest batch, where a trial is
 * short; then what is farthest from all that was tried, on the upper part of every axis, for the same reason.
 *
 * @param lowest place on every axis, 0 to 1.
 */
export function startRow(context: SearchContext, lowest = LOWEST_START): number {
  const { space, measured, open } = context;
  const allowed = allowedRows(context);
  const tried = [...measured, ...open].map(({ row }) => row);
  const hinted = hintedRows(context).find((row) => allowed.includes(row) && !tried.includes(row));
  if (hinted !== undefined) return hinted;
  if (tried.length === 0) return greatest(allowed, (row) => placeSum(context, row));
  const random = randomOf(context, 'start');
  const quick = allowed.filter((row) =>
    space.axes.every((_, axis) => space.places[row * space.axes.length + axis]! >= lowest),
  );
  const among = quick.length > 0 ? quick : allowed;
  return greatest(among, (row) => Math.min(...tried.map((other) => distance(context, row, other))) + 1e-3 * random());
}

/** Where earlier campaigns found the least cost: of this workload, else of others. */
function hintedRows(context: SearchContext): number[] {
  const { problem, earlier } = context;
  if (earlier.length === 0) {
    const rows = new Map(problem.candidates.map(({ cell }, row) => [cell, row]));
    return (problem.earlier?.starts ?? []).slice(0, MAX_STARTS).flatMap((cell) => rows.get(cell) ?? []);
  }
  const costs = earlier.map((each) => limitedCost(context, each.row, each));
  return [earlier[costs.indexOf(Math.min(...costs))]!.row];
}

/** Best cells of other workloads that are tried. */
export const MAX_STARTS = 2;

/** Place on an axis below which trials are long: nobody starts there. */
const LOWEST_START = 0.35;

export function allowedRows({ excluded }: SearchContext): number[] {
  return [...excluded.keys()].filter((row) => excluded[row] === 0);
}

export function greatest(rows: readonly number[], of: (row: number) => number): number {
  let [best, most] = [rows[0]!, -Infinity];
  for (const row of rows) {
    const value = of(row);
    if (value > most) [best, most] = [row, value];
  }
  return best;
}

function placeSum({ space: { axes, places } }: SearchContext, row: number): number {
  return axes.reduce((sum, _, axis) => sum + places[row * axes.length + axis]!, 0);
}

function distance({ space: { axes, places, words } }: SearchContext, a: number, b: number): number {
  const squares = axes.map((_, axis) => (places[a * axes.length + axis]! - places[b * axes.length + axis]!) ** 2);
  return Math.hypot(Math.sqrt(squares.reduce((sum, each) => sum + each, 0)), words[a] === words[b] ? 0 : 0.5);
}
