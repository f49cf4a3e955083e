import type { Factor } from './factor';

/** Inferences of a trial. Not named, it is the number that the campaign has for all cells. */
export const inferences: Factor<'inferences', 'inferences', number, readonly number[]> = {
  name: 'inferences',
  key: 'inferences',
  title: 'inferences',
  unit: null,
  grammar: { kind: 'count', min: 1, max: 10_000_000, hasDefault: false },
  appliedTo: 'workload',
  optional: false,
  unset: 3200,
  fallback: [],
  snap: (wanted) => ({ levels: [...new Set(wanted)].sort((a, b) => a - b), notes: [] }),
  findUnknown: () => [],
  format: String,
};
