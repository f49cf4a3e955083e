import { compareLevel } from './compare-level';
import { FACTORS, factorsOf, levelIn, type AnyFactor, type FactorLevels, type WantedFactors } from './registry';

/** Levels of all factors out of a wider or older map; a factor that is not in it is unset, a free parameter is left out. */
export function factorLevels(stored: Readonly<Partial<FactorLevels>>): FactorLevels {
  return Object.fromEntries(
    factorsOf(stored).map(({ key, unset }) => [key, stored[key] === undefined ? unset : stored[key]]),
  ) as unknown as FactorLevels;
}

/** Clocks that a governor sets, for people. */
const GOVERNED: Readonly<Record<string, string>> = { dvfs: 'DVFS', stock: 'DVFS in limits' };

/** What a campaign asks for that names no factor. */
export function fallbacks(): WantedFactors {
  return Object.fromEntries(FACTORS.map(({ name, fallback }) => [name, fallback])) as unknown as WantedFactors;
}

/** The levels that a device is set to before a trial: what the agent calls the point. */
export function devicePoint(levels: FactorLevels): Partial<FactorLevels> {
  const ofDevice = FACTORS.filter(({ appliedTo }) => appliedTo === 'device');
  return Object.fromEntries(ofDevice.map((factor) => [factor.key, levelIn(levels, factor)])) as Partial<FactorLevels>;
}

/** A cell's level of one factor for people; of a clock left to DVFS also the governor, where the cell names it. */
export function describeLevel(factor: AnyFactor, levels: FactorLevels): string {
  const { key } = factor;
  const level = levelIn(levels, factor);
  const text = GOVERNED[String(level)] ?? factor.format(level);
  const governors = FACTORS.filter(({ onlyWhere }) => onlyWhere?.key === key && onlyWhere.levels.includes(level));
  const named = governors.filter((governor) => levelIn(levels, governor) !== governor.unset);
  return [text, ...named.map((governor) => `(${governor.format(levelIn(levels, governor))})`)].join(' ');
}

/** The factors of the device that are worth showing of some cells: optional ones only where a cell sets them. */
export function shownFactors(cells: readonly FactorLevels[]): AnyFactor[] {
  return FACTORS.filter(
    ({ key, appliedTo, onlyWhere, optional, unset }) =>
      appliedTo === 'device' && !onlyWhere && (!optional || cells.some((levels) => levels[key] !== unset)),
  );
}

/** Whether a cell leaves the device to itself: a baseline, whatever governs the clocks and within which limits. */
export function leavesDeviceAlone(levels: FactorLevels): boolean {
  return FACTORS.every(
    ({ key, appliedTo, unset, onlyWhere }) =>
      appliedTo === 'workload' || onlyWhere || levels[key] === unset || levels[key] === 'stock',
  );
}

/** Whether a cell keeps the limits that are in force on the device, for one clock at least. */
export function keepsLimits(levels: FactorLevels): boolean {
  return FACTORS.some(({ key }) => levels[key] === 'stock');
}

/** How many factors of the device a cell sets. */
export function countSet(levels: FactorLevels): number {
  const isSet = ({ key, unset }: AnyFactor): boolean => levels[key] !== unset && levels[key] !== 'stock';
  return FACTORS.filter((factor) => factor.appliedTo === 'device' && isSet(factor)).length;
}

/** Order of the levels of cells with the free parameters of `first`: ascending factor by factor, one that leaves the device alone first. */
export function levelOrder(first: FactorLevels): (a: FactorLevels, b: FactorLevels) => number {
  const factors = factorsOf(first);
  return (a, b) => {
    for (const factor of factors) {
      const difference = compareLevel(levelIn(a, factor), levelIn(b, factor), factor.unset);
      if (difference !== 0) return difference;
    }
    return 0;
  };
}
