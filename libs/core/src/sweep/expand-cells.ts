import { cellKey } from './cell-key';
import type { Level } from '../factors/factor';
import { FACTORS, type AnyFactor } from '../factors/registry';
import type { Cell, CellLevels } from './cell';
import type { DeviceLevels } from './device-levels';
import { isExcluded } from './exclusions';
import { isZipped } from './zips';
import type { SweepSpec } from './sweep-spec';

/**
 * All combinations of one device's levels plus the baseline cells of each workload and batch size, each cell once, one after the other in an order that depends on the levels only: workload, then factor by factor.
 */
export function* cellsOf(spec: SweepSpec, deviceClass: string, levels: DeviceLevels): Generator<Cell> {
  for (const workload of levels.workloads) {
    const { name, command, graph } = workload;
    const work = { workload: name, command, graphMode: graph, inferences: spec.inferences };
    for (const combination of combine(FACTORS, levels, {})) {
      const ofCell = { ...work, ...combination } as unknown as CellLevels;
      if (isLeftOut(spec, deviceClass, ofCell, levels)) continue;
      yield { cellKey: cellKey(deviceClass, ofCell), deviceClass, levels: ofCell };
    }
  }
}

/** How many cells `cellsOf` yields at most, without building any: those that are excluded count. */
export function countCells(levels: DeviceLevels): number {
  const ofDevice = DEVICE_FACTORS.filter(({ onlyWhere }) => !onlyWhere);
  const points = product(ofDevice.map((factor) => countSettings(factor, levels)));
  const baselines = missingBaselines(levels).length;
  const ofWorkload = WORKLOAD_FACTORS.map(({ key }) => levels.factors[key].length);
  return levels.workloads.length * product(ofWorkload) * (points + baselines);
}

type Combination = DeviceLevels['baselines'][number];

const WORKLOAD_FACTORS = FACTORS.filter(({ appliedTo }) => appliedTo === 'workload');
const DEVICE_FACTORS = FACTORS.filter(({ appliedTo }) => appliedTo === 'device');

/** Combinations of the levels of some factors behind a `head` of the others; the baselines come after the rest. */
function* combine(factors: readonly AnyFactor[], levels: DeviceLevels, head: Combination): Generator<Combination> {
  const [factor, ...others] = factors;
  if (!factor) {
    yield head;
    return;
  }
  if (factor.appliedTo === 'workload') {
    for (const level of levels.factors[factor.key]) {
      yield* combine(others, levels, { ...head, [factor.key]: level });
    }
    return;
  }
  yield* combineDevice(factors, levels, head);
  for (const baseline of missingBaselines(levels)) yield { ...head, ...baseline };
}

function* combineDevice(
  factors: readonly AnyFactor[],
  levels: DeviceLevels,
  head: Combination,
): Generator<Combination> {
  const [factor, ...others] = factors;
  if (!factor) {
    yield head;
    return;
  }
  for (const level of levelsBeside(factor, head, levels.factors)) {
    yield* combineDevice(others, levels, { ...head, [factor.key]: level });
  }
}

/** Whether an exclusion, a zip or a condition leaves the cell out. What everything is compared with never is. */
function isLeftOut({ keeps }: SweepSpec, deviceClass: string, cell: CellLevels, levels: DeviceLevels): boolean {
  const { exclude = [], zips = [], baselines } = levels;
  if (!keeps && exclude.length + zips.length === 0) return false;
  if (baselines.some((point) => DEVICE_FACTORS.every(({ key }) => cell[key] === point[key]))) return false;
  if (exclude.some((exclusion) => isExcluded(cell, exclusion))) return true;
  return !zips.every((zip) => isZipped(cell, zip)) || (keeps !== undefined && !keeps(deviceClass, cell));
}

/** The baselines that are not among the combinations anyway. */
function missingBaselines({ factors, baselines }: DeviceLevels): Combination[] {
  const isAmong = (point: Combination): boolean =>
    DEVICE_FACTORS.every((factor) => levelsBeside(factor, point, factors).includes(point[factor.key]!));
  return baselines.filter((point) => !isAmong(point));
}

/** The levels that a factor takes beside those of a combination: where it is not varied, it is unset. */
function levelsBeside(
  { key, unset, onlyWhere }: AnyFactor,
  combination: Combination,
  factors: DeviceLevels['factors'],
): readonly Level[] {
  return !onlyWhere || onlyWhere.levels.includes(combination[onlyWhere.key]!) ? factors[key] : [unset];
}

/** Levels of a factor, each as often as those factors are varied that depend on it. */
function countSettings({ key }: AnyFactor, { factors }: DeviceLevels): number {
  const dependents = DEVICE_FACTORS.filter(({ onlyWhere }) => onlyWhere?.key === key);
  const settingsAt = (level: Level): number =>
    product(dependents.map((other) => (other.onlyWhere?.levels.includes(level) ? factors[other.key].length : 1)));
  return factors[key].reduce<number>((sum, level) => sum + settingsAt(level), 0);
}

function product(counts: readonly number[]): number {
  return counts.reduce((all, count) => all * count, 1);
}
