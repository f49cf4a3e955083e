import type { Level } from './factor';
import { compareLevel } from './compare-level';
import type { ParameterLevel } from './parameters';
import { FACTORS, factorsOf, type FactorLevels } from './registry';

/**
 * How a workload is executed beside its batch size, by key: runtime, precision and the like, and free parameters. Only what is set.
 * Cells that differ in it are never merged.
 */
export type WorkloadOptions = Readonly<Record<string, ParameterLevel>>;

/** Keys of levels that are no options: the device's, the batch size and the like. */
export const NO_OPTIONS: readonly string[] = FACTORS.filter(
  ({ appliedTo, optional }) => appliedTo === 'device' || !optional,
).map(({ key }) => key);

/** The options among some levels, in the order of the factors. */
export function optionsOf(levels: Partial<FactorLevels>): WorkloadOptions {
  const options = factorsOf(levels).filter(({ appliedTo, optional }) => appliedTo === 'workload' && optional);
  return Object.fromEntries(
    options.flatMap(({ key }) => {
      const level: Level | undefined = levels[key];
      return level === undefined || level === null ? [] : [[key, level]];
    }),
  );
}

/** Order of options: by the first one that differs, ascending; one that is not set first. */
export function compareOptions(a: WorkloadOptions, b: WorkloadOptions): number {
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])].sort();
  return keys.reduce((order, key) => order || compareLevel(a[key] ?? null, b[key] ?? null, null), 0);
}

/** What a workload counts where its campaign names nothing else. */
export const INFERENCE = 'inference';

/** `llama (static, counts tokens, runtime=libtorch, threads=2)`: a workload, and what is not its default. */
export function describeWork({ workload, graphMode, options, unit = INFERENCE }: WorkNames): string {
  const named = Object.entries(options).map(([key, level]) => `${key.replace('parameters.', '')}=${String(level)}`);
  const counted = unit === INFERENCE ? [] : [`counts ${unit}s`];
  const all = [...(graphMode === 'dynamic' ? [] : [graphMode]), ...counted, ...named];
  return all.length > 0 ? `${workload} (${all.join(', ')})` : workload;
}

interface WorkNames {
  readonly workload: string;
  readonly graphMode: string;
  readonly options: WorkloadOptions;
  /** What it counts as an inference; left out: an inference. */
  readonly unit?: string;
}
