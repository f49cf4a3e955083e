import { cellKey } from './cell-key';
import type { Level } from '../factors/factor';
import { FACTORS, factorsWith, type AnyFactor, type FactorKey } from '../factors/registry';
import type { Cell, CellLevels } from './cell';
import type { DeviceLevels, WorkloadOnDevice } from './device-levels';
import { isExcluded } from './exclusions';
import { isZipped } from './zips';
import type { SweepSpec } from './sweep-spec';

/**
 * All combinations of one device's levels plus the baseline cells of each workload and batch size, each cell once, one after the other in an order that depends on the levels only: workload, then factor by factor.
 */
export function* cellsOf(spec: SweepSpec, deviceClass: string, levels: DeviceLevels): Generator<Cell> {
  const factors = factorsWith(levels.parameters ?? []).filter(({ appliedTo }) => appliedTo === 'workload');
  const baselines = missingBaselines(levels);
  for (const workload of levels.workloads) {
    const { name, command, graph } = workload;
    const work = { workload: name, command, graphMode: graph };
    for (const head of workloadSettings(factors, levelsOf(workload, levels))) {
      for (const cell of cellsAt({ ...work, ...head }, levels, baselines)) {
        const ofCell = cell as unknown as CellLevels;
        if (isLeftOut(spec, deviceClass, ofCell, levels)) continue;
        yield { cellKey: cellKey(deviceClass, ofCell), deviceClass, levels: ofCell };
      }
    }
  }
}

/** How many cells `cellsOf` yields at most, without building any: those that are excluded count. */
export function countCells(levels: DeviceLevels): number {
  const ofDevice = DEVICE_FACTORS.filter(({ onlyWhere }) => !onlyWhere);
  const points = modesOf(levels)
    .map((inMode) => product(ofDevice.map((factor) => countSettings(factor, inMode))))
    .reduce((sum, count) => sum + count, 0);
  const baselines = missingBaselines(levels).length;
  const ofWorkload = factorsWith(levels.parameters ?? []).filter(({ appliedTo }) => appliedTo === 'workload');
  const settings = levels.workloads.map((workload) => {
    const own = levelsOf(workload, levels);
    return product(ofWorkload.map(({ key }) => own[key]?.length ?? 0));
  });
  return settings.reduce((sum, count) => sum + count, 0) * (points + baselines);
}

/** The levels that one workload takes on the device. */
function levelsOf({ taken }: WorkloadOnDevice, { factors }: DeviceLevels): DeviceLevels['factors'] {
  return { ...factors, ...taken };
}

type Combination = DeviceLevels['baselines'][number];

const DEVICE_FACTORS = FACTORS.filter(({ appliedTo }) => appliedTo === 'device');

/** Combinations of the levels of the workload factors that one workload takes. */
function workloadSettings(factors: readonly AnyFactor[], levels: DeviceLevels['factors']): Combination[] {
  return factors.reduce<Combination[]>(
    (heads, { key, parameter }) => {
      const settings = (levels[key] ?? []).map((level) =>
        level === null && parameter !== undefined ? {} : { [key]: level },
      );
      return heads.flatMap((head) => settings.map((setting) => ({ ...head, ...setting })));
    },
    [{}],
  );
}

/** What is executed with the combinations of the device's factors, then with the baselines that are not among them. */
function* cellsAt(work: object, levels: DeviceLevels, baselines: readonly Combination[]): Generator<Combination> {
  for (const inMode of modesOf(levels)) yield* cellsInMode(work, inMode);
  for (const baseline of baselines) yield { ...work, ...baseline };
}

function* cellsInMode(work: object, factors: DeviceLevels['factors']): Generator<Combination> {
  // What has one level is set once: a cell that is built factor by factor costs a copy for each.
  const fixed = DEVICE_FACTORS.filter((factor) => isFixed(factor, factors));
  const varied = DEVICE_FACTORS.filter((factor) => !fixed.includes(factor));
  const head = { ...work, ...Object.fromEntries(fixed.map(({ key }) => [key, factors[key]![0]!])) };
  yield* combine(varied, factors, head);
}

/** The levels of the factors in each power mode, which limits some of them. */
function modesOf({ factors, inModes = [] }: DeviceLevels): readonly DeviceLevels['factors'][] {
  const { powerMode } = factors;
  if (inModes.length === 0 || !powerMode) return [factors];
  return powerMode.map((level) => ({
    ...factors,
    ...inModes.find(({ mode }) => mode === level)?.levels,
    powerMode: [level],
  }));
}

function isFixed({ key, onlyWhere, unset }: AnyFactor, factors: DeviceLevels['factors']): boolean {
  const levels = factors[key] ?? [];
  return levels.length === 1 && (!onlyWhere || levels[0] === unset);
}

/** Combinations of the levels of some factors behind a `head` of the others. */
function* combine(
  [factor, ...others]: readonly AnyFactor[],
  factors: DeviceLevels['factors'],
  head: Combination,
): Generator<Combination> {
  if (!factor) {
    yield head;
    return;
  }
  for (const level of levelsBeside(factor, head, factors)) {
    yield* combine(others, factors, { ...head, [factor.key]: level });
  }
}

/**
 * Whether an exclusion, a zip or a condition leaves the cell out. What everything is compared with is left out only by what is said
 * of workloads alone: it is not needed where nothing is compared with it.
 */
function isLeftOut({ keeps }: SweepSpec, deviceClass: string, cell: CellLevels, levels: DeviceLevels): boolean {
  const { exclude = [], zips = [], baselines } = levels;
  if (!keeps && exclude.length + zips.length === 0) return false;
  const isBaseline = baselines.some((point) => DEVICE_FACTORS.every(({ key }) => cell[key] === point[key]));
  const counts = ({ ofWorkload }: { ofWorkload: boolean }): boolean => ofWorkload || !isBaseline;
  if (exclude.some((exclusion) => counts(exclusion) && isExcluded(cell, exclusion))) return true;
  if (zips.some((zip) => counts(zip) && !isZipped(cell, zip))) return true;
  return keeps !== undefined && !keeps(deviceClass, cell, isBaseline);
}

/** The baselines that are not among the combinations anyway. */
function missingBaselines(levels: DeviceLevels): Combination[] {
  const isAmong = (point: Combination): boolean =>
    modesOf(levels).some((factors) =>
      DEVICE_FACTORS.every((factor) => levelsBeside(factor, point, factors).includes(point[factor.key]!)),
    );
  return levels.baselines.filter((point) => !isAmong(point));
}

/** The levels that a factor takes beside those of a combination: where it is not varied, it is unset. */
function levelsBeside(
  { key, unset, onlyWhere }: AnyFactor,
  combination: Combination,
  factors: DeviceLevels['factors'],
): readonly Level[] {
  return !onlyWhere || onlyWhere.levels.includes(combination[onlyWhere.key]!) ? (factors[key] ?? []) : [unset];
}

/** Levels of a factor, each as often as those factors are varied that depend on it. */
function countSettings({ key }: AnyFactor, factors: DeviceLevels['factors']): number {
  const dependents = DEVICE_FACTORS.filter(({ onlyWhere }) => onlyWhere?.key === key);
  const settingsAt = (level: Level): number =>
    product(dependents.map((other) => (other.onlyWhere?.levels.includes(level) ? countOf(other.key, factors) : 1)));
  return (factors[key] ?? []).reduce<number>((sum, level) => sum + settingsAt(level), 0);
}

function countOf(key: FactorKey, factors: DeviceLevels['factors']): number {
  return factors[key]?.length ?? 0;
}

function product(counts: readonly number[]): number {
  return counts.reduce((all, count) => all * count, 1);
}
