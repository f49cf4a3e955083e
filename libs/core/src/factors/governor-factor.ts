import type { Factor, OfferFacts, OfferingDevice, UnknownLevel } from './factor';
import { setsClocks } from './settable-clocks';
import { DEFAULT_LEVEL } from './default-level';

export interface GovernorFactorOptions<Name extends string, Key extends string> {
  readonly name: Name;
  readonly key: Key;
  readonly title: string;
  readonly words: readonly string[];
  /** Key of the clock that is governed. */
  readonly clock: string;
  governorsOf(facts: OfferFacts): readonly string[];
  /** Those that its parts have by themselves. */
  defaultsOf(facts: OfferFacts): readonly string[];
}

/** A campaign file may also say `all`. */
type Governor = string | null;

/** The governor of a clock that is left to DVFS; null is the one that the device has by itself. */
export function governorFactor<const Name extends string, const Key extends string>(
  options: GovernorFactorOptions<Name, Key>,
): Factor<Name, Key, Governor, readonly Governor[]> {
  const { name, key, title, words, clock } = options;
  const governorsOf = (facts: OfferFacts): readonly string[] => (setsClocks(facts) ? options.governorsOf(facts) : []);
  const offers = ({ facts }: OfferingDevice, governor: Governor): boolean =>
    governor === null || governorsOf(facts).includes(governor);
  /** The device's own by its default, so that it is named once. */
  const allOn = ({ facts }: OfferingDevice): Governor[] => {
    const own = soleDefault(options.defaultsOf(facts));
    return [null, ...words.filter((word) => word !== own && governorsOf(facts).includes(word))];
  };
  return {
    ...{ name, key, title, unit: null },
    grammar: { kind: 'word', words, hasAll: true },
    appliedTo: 'device',
    optional: false,
    unset: null,
    fallback: [null],
    onlyWhere: { key: clock, levels: ['dvfs', 'stock'] },
    snap: (asked, device) => {
      const wanted = [...new Set(asked.flatMap((each) => (each === 'all' ? allOn(device) : [each])))];
      if (governorsOf(device.facts).length === 0 && wanted.some((governor) => governor !== null)) {
        return { levels: [null], notes: [`${name} left out: no governor can be set on this device`] };
      }
      const absent = wanted.filter((governor) => !offers(device, governor));
      const offered = governorsOf(device.facts).join(', ');
      const same = wanted.includes(null) ? soleDefault(options.defaultsOf(device.facts)) : null;
      const notes = absent.map((governor) => `${name} ${governor} left out: the device offers ${offered}`);
      if (same !== null && wanted.includes(same)) {
        notes.push(`${name} ${same} left out: it is the default of the device`);
      }
      const levels = wanted.filter((governor) => offers(device, governor) && (governor === null || governor !== same));
      return { levels: levels.sort(defaultFirst), notes };
    },
    *findUnknown(wanted, devices): Generator<UnknownLevel> {
      const nearest = [...new Set(devices.flatMap(({ facts }) => governorsOf(facts)))].sort();
      for (const governor of new Set(wanted)) {
        if (governor === null || governor === 'all' || devices.length === 0) continue;
        if (nearest.length === 0 || devices.some((device) => offers(device, governor))) continue;
        const message = `${name}: no selected device offers the governor ${governor}`;
        yield { level: governor, message, nearest, path: [] };
      }
    },
    format: (level) => level ?? DEFAULT_LEVEL,
  };
}

function defaultFirst(a: Governor, b: Governor): number {
  if (a === null || b === null) return Number(a !== null) - Number(b !== null);
  return a < b ? -1 : Number(a > b);
}

/** The governor that all parts have; null where they differ, or where it is not known. */
function soleDefault(governors: readonly string[]): string | null {
  const [first, ...others] = new Set(governors);
  return first !== undefined && others.length === 0 ? first : null;
}
