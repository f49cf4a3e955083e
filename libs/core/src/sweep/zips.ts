import type { Level } from '../factors/factor';
import { FACTORS, type AnyFactor, type FactorName } from '../factors/registry';
import type { CellLevels } from './cell';
import type { DeviceZip } from './device-levels';
import type { SweepDevice } from './sweep-spec';

/** What is wanted of a zipped factor, one level at a time; null where its levels are not listed. */
export function listedLevels(wanted: unknown): unknown[] | null {
  if (Array.isArray(wanted)) return wanted.map((level: unknown) => [level]);
  const { kind, levelsHz = [] } = wanted as { kind?: string; levelsHz?: readonly unknown[] };
  return kind === 'levels' ? levelsHz.map((level) => ({ kind, levelsHz: [level] })) : null;
}

/** The levels that go together on one device, in its own steps; rows with a level that it does not have are left out. */
export function zipOn(
  names: readonly FactorName[],
  wantedOf: (factor: AnyFactor) => unknown,
  device: SweepDevice,
): DeviceZip {
  const factors = FACTORS.filter(({ name }) => names.includes(name));
  const columns = factors.map((factor) =>
    (listedLevels(wantedOf(factor)) ?? []).map((wanted) => factor.snap(wanted, device).levels),
  );
  const rows = (columns[0] ?? []).map((_, row) => columns.map((column) => column[row] ?? []));
  const whole = rows.filter((row) => row.every((levels) => levels.length === 1));
  return { keys: factors.map(({ key }) => key), rows: whole.map((row) => rowOf(row.map(([level]) => level!))) };
}

/** Whether the levels of a cell are one row of a zip. */
export function isZipped(cell: CellLevels, { keys, rows }: DeviceZip): boolean {
  return rows.includes(rowOf(keys.map((key) => cell[key])));
}

function rowOf(levels: readonly Level[]): string {
  return JSON.stringify(levels);
}
