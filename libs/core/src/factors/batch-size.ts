import type { Factor } from './factor';

/** Inferences per batch. Without the factor it is the study's 16. */
export const batchSize: Factor<'batchSize', 'batchSize', number, readonly number[]> = {
  name: 'batchSize',
  key: 'batchSize',
  title: 'batch',
  unit: null,
  grammar: { kind: 'count', min: 1, max: 65_536, hasDefault: false },
  appliedTo: 'workload',
  optional: false,
  unset: 16,
  fallback: [16],
  snap: (wanted) => ({ levels: [...new Set(wanted)].sort((a, b) => a - b), notes: [] }),
  findUnknown: () => [],
  format: String,
};
