import type { Factor } from './factor';

/** The study's. */
export const DEFAULT_BATCH_SIZE = 16;

/** Inferences per batch. */
export const batchSize: Factor<'batchSize', 'batchSize', number, readonly number[]> = {
  name: 'batchSize',
  key: 'batchSize',
  title: 'batch',
  unit: null,
  grammar: { kind: 'count', min: 1, max: 65_536, hasDefault: false },
  appliedTo: 'workload',
  optional: false,
  unset: DEFAULT_BATCH_SIZE,
  fallback: [DEFAULT_BATCH_SIZE],
  snap: (wanted) => ({ levels: [...new Set(wanted)].sort((a, b) => a - b), notes: [] }),
  findUnknown: () => [],
  format: String,
};
