import type { Clock, ClockFactor, Factor, OfferFacts, OfferingDevice, SnappedFactor, UnknownLevel } from './factor';
import { formatFrequency } from './format-frequency';
import { setsClocks } from './settable-clocks';
import { nearestSteps, snapLevels, stepFor, stepsInRange } from './snap-levels';

export interface FrequencyFactorOptions<Name extends string, Key extends string> {
  readonly name: Name;
  readonly key: Key;
  readonly title: string;
  readonly unit: 'Hz' | 'kHz';
  /** Steps that a device offers, in `unit`. */
  stepsOf(facts: OfferFacts): readonly number[];
  /** Whether limits in force keep the clock from a part of its table; without it `stock` and `dvfs` are the same. */
  readonly isLimited?: (facts: OfferFacts) => boolean;
  /** For a clock that not every device lets be set: why this one does not. Such a device keeps its own clock. */
  readonly whyNone?: (facts: OfferFacts) => string;
}

/** A clock that is pinned to a step of the device's own table, or left to its governor: `dvfs` or `stock`. */
export function frequencyFactor<const Name extends string, const Key extends string>(
  options: FrequencyFactorOptions<Name, Key>,
): Factor<Name, Key, Clock, ClockFactor> {
  const { name, key, title, unit, whyNone } = options;
  const hzPerUnit = unit === 'kHz' ? 1000 : 1;
  const canBeLimited = ({ facts, variesMode }: OfferingDevice): boolean =>
    options.isLimited !== undefined && (variesMode === true || options.isLimited(facts));
  const tableHz = ({ facts }: OfferingDevice): number[] =>
    setsClocks(facts) ? options.stepsOf(facts).map((step) => step * hzPerUnit) : [];
  return {
    ...{ name, key, title, unit },
    grammar: { kind: 'frequency' },
    appliedTo: 'device',
    optional: whyNone !== undefined,
    unset: 'dvfs',
    fallback: { kind: 'levels', levelsHz: ['stock'] },
    snap: (wanted, device) => {
      const table = tableHz(device);
      if (whyNone && table.length === 0 && asksForSteps(wanted)) {
        return { levels: ['dvfs'], notes: [`${name} left out: ${whyNone(device.facts)}`] };
      }
      if (!whyNone && table.length === 0) return withoutClock(name, title, asksForSteps(wanted));
      const { levelsHz, notes } = snapLevels(wanted, table, name);
      const levels = levelsHz.map((hz) => (typeof hz === 'string' ? hz : Math.round(hz / hzPerUnit)));
      return { levels: canBeLimited(device) ? levels : withoutStock(levels), notes };
    },
    findUnknown: (wanted, devices) =>
      unknownFrequencies(
        wanted,
        name,
        devices
          .map((device) => ({ name: device.name, tableHz: tableHz(device) }))
          .filter((table) => table.tableHz.length > 0),
      ),
    format: (level) => (typeof level === 'string' ? level : formatFrequency(level * hzPerUnit)),
  };
}

/** A device whose clock cannot be set is measured with the clock that it has. */
function withoutClock(name: string, title: string, isAsked: boolean): SnappedFactor<Clock> {
  const note = `${name} left out: no clock of the ${title} can be set on this device; it is measured as it is`;
  return { levels: ['stock'], notes: isAsked ? [note] : [] };
}

/** Without limits in force the whole table is what the device has by itself. */
function withoutStock(levels: readonly Clock[]): Clock[] {
  return [...new Set(levels.map((level) => (level === 'stock' ? 'dvfs' : level)))];
}

interface Table {
  readonly name: string;
  readonly tableHz: readonly number[];
}

function asksForSteps(wanted: ClockFactor): boolean {
  return wanted.kind !== 'levels' || wanted.levelsHz.some((level) => typeof level === 'number');
}

/** Frequencies that stand for no step of any device, and ranges without any step. */
function* unknownFrequencies(wanted: ClockFactor, name: string, tables: readonly Table[]): Generator<UnknownLevel> {
  if (tables.length === 0 || wanted.kind === 'all') return;
  if (wanted.kind === 'range') {
    if (tables.some(({ tableHz }) => stepsInRange(tableHz, wanted.fromHz, wanted.toHz).length > 0)) return;
    const level = `${formatFrequency(wanted.fromHz)} to ${formatFrequency(wanted.toHz)}`;
    const nearest = nearestOfEach(tables, (wanted.fromHz + wanted.toHz) / 2);
    yield { level, message: `${name}: no selected device has a step from ${level}`, nearest, path: [] };
    return;
  }
  for (const [index, levelHz] of wanted.levelsHz.entries()) {
    if (typeof levelHz === 'string' || tables.some(({ tableHz }) => stepFor(tableHz, levelHz) !== null)) continue;
    const level = formatFrequency(levelHz);
    const message = `${name}: no selected device has ${level}`;
    yield { level, message, nearest: nearestOfEach(tables, levelHz), path: [index] };
  }
}

function nearestOfEach(tables: readonly Table[], levelHz: number): string[] {
  return tables.map(({ name, tableHz }) => {
    const steps = nearestSteps(tableHz, levelHz, 2).map(formatFrequency);
    return `${name}: ${steps.length > 0 ? steps.join(', ') : 'no steps known'}`;
  });
}
