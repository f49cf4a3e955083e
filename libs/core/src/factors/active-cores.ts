import type { Factor, OfferFacts, UnknownLevel } from './factor';
import { DEFAULT_LEVEL } from './default-level';
import { figures } from './figures';

type Cores = number | null;

/** CPU cores that are on; null are those that the device has on by itself. */
export const activeCores: Factor<'activeCores', 'activeCores', Cores, readonly (Cores | 'all')[]> = {
  name: 'activeCores',
  key: 'activeCores',
  title: 'cores',
  unit: null,
  grammar: { kind: 'count', min: 1, max: 1024, hasDefault: true },
  appliedTo: 'device',
  optional: true,
  unset: null,
  fallback: [null],
  snap(wanted, { facts }) {
    const offered = offeredCores(facts);
    const levels = wanted.flatMap((level): readonly Cores[] => (level === 'all' ? offered : [level]));
    const isOffered = (level: Cores): boolean => level === null || offered.includes(level);
    const kept = [...new Set(levels.filter(isOffered))].sort((a, b) => (a ?? 0) - (b ?? 0));
    const why = offered.length > 0 ? `the device offers ${offered.join(', ')}` : reasonOf(facts);
    const notes = levels.filter((level) => !isOffered(level)).map((level) => `activeCores ${level} left out: ${why}`);
    if (offered.length > 0 || !wanted.some((level) => level !== null)) return { levels: kept, notes };
    return { levels: [null], notes: [`activeCores left out: ${why}`] };
  },
  *findUnknown(wanted, devices): Generator<UnknownLevel> {
    const offered = new Set(devices.flatMap(({ facts }) => offeredCores(facts)));
    if (offered.size === 0) return;
    const nearest = [...offered].sort((a, b) => a - b).map(String);
    for (const [index, level] of wanted.entries()) {
      if (level === null || level === 'all' || offered.has(level)) continue;
      const message = `activeCores: no selected device offers ${level}`;
      yield { level: String(level), message, nearest, path: [index] };
    }
  },
  format: (level) => (level === null ? DEFAULT_LEVEL : String(level)),
};

function offeredCores({ knobs }: OfferFacts): readonly number[] {
  return figures(knobs['activeCores']);
}

function reasonOf({ knobs }: OfferFacts): string {
  return knobs['activeCores']?.reason ?? 'the device was not probed for it';
}
