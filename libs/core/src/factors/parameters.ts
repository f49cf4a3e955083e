import type { Factor } from './factor';

/** A value of a free parameter, as the user's own command gets it. */
export type ParameterLevel = string | number | boolean;

/** As in a cell's levels: `parameters.threads`. */
export type ParameterKey = `parameters.${string}`;

/** Levels by name of the parameter, as a campaign file asks for them. */
export type WantedParameters = Readonly<Record<string, readonly ParameterLevel[]>>;

type ParameterFactor = Factor<ParameterKey, ParameterKey, ParameterLevel | null, readonly ParameterLevel[]>;

const PREFIX = 'parameters.';

/** A free parameter of a user's own command as a factor: varied as any other, unset for workloads that take none. */
export function parameterFactor(parameter: string): ParameterFactor {
  return {
    name: `${PREFIX}${parameter}`,
    key: `${PREFIX}${parameter}`,
    title: parameter,
    unit: null,
    grammar: { kind: 'free' },
    appliedTo: 'workload',
    optional: true,
    parameter,
    unset: null,
    fallback: [],
    snap: (wanted) => ({ levels: [...new Set(wanted)].sort(byValue), notes: [] }),
    findUnknown: () => [],
    format: (level) => (level === null ? '-' : String(level)),
  };
}

/** Names of the free parameters that some levels have, sorted. */
export function parameterNames(levels: object): string[] {
  const keys = Object.keys(levels).filter((key) => key.startsWith(PREFIX));
  return keys.map((key) => key.slice(PREFIX.length)).sort();
}

/** Figures first, ascending, then texts, then `false` and `true`. */
function byValue(a: ParameterLevel, b: ParameterLevel): number {
  if (typeof a !== typeof b) return typeof a === 'number' || typeof b === 'boolean' ? -1 : 1;
  return a < b ? -1 : Number(a > b);
}
