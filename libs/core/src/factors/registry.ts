import { activeCores } from './active-cores';
import { batchSize } from './batch-size';
import { cpuFrequency } from './cpu-frequency';
import { cpuGovernor } from './cpu-governor';
import type { Factor, Level } from './factor';
import { gpuFrequency } from './gpu-frequency';
import { gpuGovernor } from './gpu-governor';
import { memoryFrequency } from './memory-frequency';

/** Every factor, in the order in which cells are expanded and columns are shown. */
const REGISTRY = [
  batchSize,
  gpuFrequency,
  gpuGovernor,
  cpuFrequency,
  cpuGovernor,
  activeCores,
  memoryFrequency,
] as const;

type Registered = (typeof REGISTRY)[number];
type LevelOf<F> = F extends Factor<string, string, infer L, unknown> ? L : never;
type WantedOf<F> = F extends { readonly fallback: infer W } ? W : never;

/** Levels of every factor, by key. */
export type FactorLevels = { readonly [F in Registered as F['key']]: LevelOf<F> };

/** What a campaign asks for, by name of the factor as in the campaign file. */
export type WantedFactors = { readonly [F in Registered as F['name']]: WantedOf<F> };

export type FactorKey = keyof FactorLevels;
export type FactorName = keyof WantedFactors;

/** A factor whose levels may be of any kind: for code that treats all factors alike. */
export type AnyFactor = Factor<FactorName, FactorKey, Level, unknown>;

// Code that walks all factors hands each one only what came from that one, which the compiler cannot follow.
export const FACTORS = REGISTRY as unknown as readonly AnyFactor[];
