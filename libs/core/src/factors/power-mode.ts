import { DEFAULT_LEVEL } from './default-level';
import type { Factor, OfferFacts, UnknownLevel } from './factor';

type Mode = string | null;

/** Wanted of a device: each mode that can be set while it runs. */
const ALL = 'all';

/** The power mode (nvpmodel), by name; null is the one that the device has by itself. */
export const powerMode: Factor<'powerMode', 'powerMode', Mode, readonly Mode[]> = {
  name: 'powerMode',
  key: 'powerMode',
  title: 'power mode',
  unit: null,
  grammar: { kind: 'name' },
  appliedTo: 'device',
  optional: true,
  unset: null,
  fallback: [null],
  snap(wanted, { facts }) {
    const offered = offeredModes(facts);
    const asked = wanted.flatMap((mode): readonly Mode[] => (mode === ALL ? allModes(facts) : [mode]));
    if (offered.length === 0 && asked.some((mode) => mode !== null)) {
      return { levels: [null], notes: [`powerMode left out: ${reasonOf(facts)}`] };
    }
    const notes = [...new Set(asked)].flatMap((mode) => {
      const why = mode === null ? null : whyNot(mode, facts, asked.includes(null));
      return why === null ? [] : [{ mode, text: `powerMode ${mode} left out: ${why}` }];
    });
    const kept = [...new Set(asked)].filter((level) => !notes.some(({ mode }) => mode === level));
    return { levels: kept.sort(defaultFirst), notes: notes.map(({ text }) => text) };
  },
  *findUnknown(wanted, devices): Generator<UnknownLevel> {
    if (devices.every(({ facts }) => offeredModes(facts).length === 0)) return;
    const nearest = [...new Set(devices.flatMap(({ facts }) => allModes(facts)))].sort();
    for (const [index, mode] of wanted.entries()) {
      if (mode === null || mode === ALL || nearest.includes(mode)) continue;
      yield { level: mode, message: `powerMode: no selected device has a mode ${mode}`, nearest, path: [index] };
    }
  },
  format: (level) => level ?? DEFAULT_LEVEL,
};

/** Those that can be set while the device runs. */
function offeredModes({ knobs }: OfferFacts): readonly string[] {
  return (knobs['powerMode']?.levels ?? []).map(String);
}

function allModes(facts: OfferFacts): readonly string[] {
  return [...new Set([...offeredModes(facts), ...(facts.powerModes ?? []).map(({ name }) => name)])];
}

function whyNot(mode: string, facts: OfferFacts, withDefault: boolean): string | null {
  const offered = offeredModes(facts);
  if (withDefault && mode === facts.powerMode?.name) return 'it is the default of the device';
  if (offered.includes(mode)) return null;
  const reason = facts.powerModes?.find(({ name }) => name === mode)?.reason;
  return reason ?? `the device offers ${offered.join(', ')}`;
}

function reasonOf({ knobs }: OfferFacts): string {
  return knobs['powerMode']?.reason ?? 'the device was not probed for it';
}

function defaultFirst(a: Mode, b: Mode): number {
  if (a === null || b === null) return Number(a !== null) - Number(b !== null);
  return a < b ? -1 : Number(a > b);
}
