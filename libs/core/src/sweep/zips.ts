import type { Level } from '../factors/factor';
import type { AnyFactor } from '../factors/registry';
import type { CellLevels } from './cell';
import type { DeviceZip } from './device-levels';
import type { SweepDevice } from './sweep-spec';

/** What is wanted of a zipped factor, one level at a time; null where its levels are not listed. */
export function listedLevels(wanted: unknown, { grammar }: AnyFactor): unknown[] | null {
  if (Array.isArray(wanted)) {
    const isListed = grammar.kind === 'free' || !wanted.includes('all');
    return isListed ? wanted.map((level: unknown) => [level]) : null;
  }
  const { kind, levelsHz = [] } = wanted as { kind?: string; levelsHz?: readonly unknown[] };
  return kind === 'levels' ? levelsHz.map((level) => ({ kind, levelsHz: [level] })) : null;
}

/** The levels that go together on one device, in its own steps; rows with a level that it does not have are left out. */
export function zipOn(
  factors: readonly AnyFactor[],
  wantedOf: (factor: AnyFactor) => unknown,
  device: SweepDevice,
): DeviceZip {
  const columns = factors.map((factor) =>
    (listedLevels(wantedOf(factor), factor) ?? []).map((wanted) => factor.snap(wanted, device).levels),
  );
  const rows = (columns[0] ?? []).map((_, row) => columns.map((column) => column[row] ?? []));
  const whole = rows.filter((row) => row.every((levels) => levels.length === 1));
  return {
    keys: factors.map(({ key }) => key),
    rows: whole.map((row) => row.map(([level]) => level!)),
    ofWorkload: factors.every(({ appliedTo }) => appliedTo === 'workload'),
  };
}

/** Whether the levels of a cell are one row of a zip; a free parameter that its workload does not take is not looked at. */
export function isZipped(cell: CellLevels, { keys, rows }: DeviceZip): boolean {
  const isRow = (row: readonly Level[]): boolean =>
    keys.every((key, column) => cell[key] === undefined || cell[key] === row[column]);
  return rows.some(isRow);
}
