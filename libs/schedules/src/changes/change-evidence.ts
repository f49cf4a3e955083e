import type { CauseEvidence, Change, NightMetric, NightMovement } from '@joulefleet/core';
import type { MeasuredNight, NightConditions } from '@joulefleet/store';
import { conditionDifferences } from './condition-differences';
import { deviceMovement, meanLevel, type ChangeSpan } from './device-movement';
import type { CellSeries, NightTable } from './night-table';

/** Nights before a change that it is compared with. */
const NIGHTS_BEFORE = 28;
/** Of these the latest ones say what the devices were like. */
const CONDITIONS_BEFORE = 7;
/** The window does not tell the first night better than to one night. */
const SLACK = 1;
/** Nights after the one of the flag that are taken as changed as well. */
const NIGHTS_AFTER = 2;
/** Less is not relevant: cells that change move what their device has in common a little. A logarithm. */
const MIN_RELEVANT = 0.004;
/** So much of a change a device has to show for it to have moved as well. */
const SHARED_PART = 0.5;

type ChangePlaces = Pick<Change, 'since' | 'flaggedIn'>;

/** The nights of which it has to be known what the devices were like (`readNightConditions`), the oldest first. */
export function placesOfConditions(change: ChangePlaces): number[] {
  return [...placesBefore(change.since - SLACK, CONDITIONS_BEFORE), seenIn(change)];
}

/**
 * What is known about a change, from its nights against those before it. Of a change on several devices only what is true of each of them.
 *
 * @param conditions of the nights at `placesOfConditions`, the oldest first.
 */
export function evidenceOf(
  change: Change,
  table: NightTable,
  nights: readonly MeasuredNight[],
  conditions: readonly NightConditions[],
): CauseEvidence {
  const { flag, heads, flags, since } = change;
  const devices = [...new Set(heads.flatMap(({ members }) => members.map((row) => table.series[row]!.device)))];
  const only = devices.length === 1 ? devices[0]! : null;
  const span = spanOf(change, nights.length);
  const movementOf = (metric: NightMetric): NightMovement | null =>
    only === null ? null : deviceMovement({ device: only, metric }, table, span);
  const seen = nights[seenIn(change)]!;
  const differences = devices.map((device) => {
    const own = conditions.filter((each) => each.device === device);
    const now = own.find(({ tickMs }) => tickMs === seen.tickMs);
    return conditionDifferences(
      own.filter(({ tickMs }) => tickMs < seen.tickMs),
      now,
    );
  });
  const [first] = differences;
  return {
    changedFacts: first?.facts.filter((fact) => differences.every(({ facts }) => facts.includes(fact))) ?? [],
    sensorChanged: flags.some(({ metric }) => metric !== 'latency') && differences.every(({ sensor }) => sensor),
    versionChanged: seen.underTest !== nights[placesBefore(since - SLACK, 1)[0]!]!.underTest,
    sibling: change.measuredAgain?.sibling?.outcome ?? null,
    interleaved: change.measuredAgain?.outcome ?? 'not_measured',
    device: deviceEvidence(change, movementOf(flag.metric as NightMetric)),
    shifts: { powerMw: shiftOf(movementOf('power')), durationMs: shiftOf(movementOf('latency')) },
    warmerByC: only === null ? null : (first?.warmerByC ?? null),
    onAllDevices: flag.kind !== 'device' && isOnAllDevices(change, table, span),
  };
}

/** The first night in which it is there for certain: it may have begun after the flag, by chance, that it was first seen by. */
function seenIn({ since, flaggedIn }: ChangePlaces): number {
  return Math.max(since, flaggedIn);
}

/** At most so many places before one; the first night where there is none. */
function placesBefore(place: number, most: number): number[] {
  const end = Math.max(1, place);
  const from = Math.max(0, end - most);
  return Array.from({ length: end - from }, (_, i) => from + i);
}

function spanOf(change: ChangePlaces, nights: number): ChangeSpan {
  const { since } = change;
  const end = Math.min(nights, seenIn(change) + NIGHTS_AFTER + 1);
  return {
    before: placesBefore(since, NIGHTS_BEFORE),
    after: Array.from({ length: end - since }, (_, i) => since + i),
  };
}

/** A change of cells is put down to their device only where that moved the same way: its movement is taken off them. */
function deviceEvidence({ flag, shift }: Change, movement: NightMovement | null): CauseEvidence['device'] {
  if (flag.kind === 'device') return { shift, significant: true };
  if (!movement) return { shift: 0, significant: false };
  return { shift: movement.shift, significant: movement.significant && movement.shift * shift > 0 };
}

function shiftOf(movement: NightMovement | null): number | null {
  return movement?.significant && Math.abs(movement.shift) > MIN_RELEVANT ? movement.shift : null;
}

/** Whether each device that measures the cell, or has members of the group, moved by half of the change at least. */
function isOnAllDevices({ flag, shift }: Change, table: NightTable, span: ChangeSpan): boolean {
  const { series, nights } = table;
  const first = series[flag.members[0]!]!;
  const isKin = ({ metric, sentinel, of }: CellSeries): boolean =>
    metric === first.metric && !sentinel && of.cellKey === first.of.cellKey;
  const rows = flag.kind === 'group' ? flag.members : series.flatMap((each, row) => (isKin(each) ? [row] : []));
  const devices = [...new Set(rows.map((row) => series[row]!.device))];
  return devices.every((device) => {
    const moves = rows
      .filter((row) => series[row]!.device === device)
      .map((row) => meanLevel(nights, row, span.after) - meanLevel(nights, row, span.before))
      .filter((move) => !Number.isNaN(move));
    if (moves.length === 0) return true;
    const move = moves.reduce((sum, each) => sum + each, 0) / moves.length;
    return (move - deviceMovement({ device, metric: first.metric }, table, span).shift) / shift >= SHARED_PART;
  });
}
