import { activeCores } from './active-cores';
import { batchSize } from './batch-size';
import { cpuFrequency } from './cpu-frequency';
import { cpuGovernor } from './cpu-governor';
import type { Factor, Level } from './factor';
import { gpuFrequency } from './gpu-frequency';
import { gpuGovernor } from './gpu-governor';
import { inferences } from './inferences';
import { memoryFrequency } from './memory-frequency';
import { powerMode } from './power-mode';
import { garbageCollection, lazyLoading, precision, runtime } from './option-factors';
import {
  parameterFactor,
  parameterNames,
  type ParameterKey,
  type ParameterLevel,
  type WantedParameters,
} from './parameters';

/**
 * Every factor but free parameters, those of the workload first: the order in which cells are expanded and columns are shown. The power mode
 * comes before what it limits.
 */
const REGISTRY = [
  batchSize,
  inferences,
  runtime,
  precision,
  lazyLoading,
  garbageCollection,
  powerMode,
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

/** Levels of every factor, by key; of free parameters only those that the workload takes. */
export type FactorLevels = { readonly [F in Registered as F['key']]: LevelOf<F> } & {
  readonly [key: ParameterKey]: ParameterLevel | undefined;
};

/** What a campaign asks for, by name of the factor as in the campaign file. */
export type WantedFactors = { readonly [F in Registered as F['name']]: WantedOf<F> };

/** Levels of some factors, as an override for one device class or an exclusion names them. */
export type SomeFactors = Partial<WantedFactors> & { readonly parameters?: WantedParameters };

export type FactorKey = keyof FactorLevels;
export type FactorName = keyof WantedFactors | ParameterKey;

/** A factor whose levels may be of any kind: for code that treats all factors alike. */
export type AnyFactor = Factor<FactorName, FactorKey, Level, unknown>;

// Code that walks all factors hands each one only what came from that one, which the compiler cannot follow.
export const FACTORS = REGISTRY as unknown as readonly (AnyFactor & { readonly name: keyof WantedFactors })[];

/** The factors of the registry and free parameters of these names: workload factors, parameters, device factors. */
export function factorsWith(parameters: readonly string[]): readonly AnyFactor[] {
  if (parameters.length === 0) return FACTORS;
  const free = [...new Set(parameters)].sort().map(parameterFactor) as unknown as readonly AnyFactor[];
  const of = (part: AnyFactor['appliedTo']): AnyFactor[] => FACTORS.filter(({ appliedTo }) => appliedTo === part);
  return [...of('workload'), ...free, ...of('device')];
}

/** All factors that some levels may have. */
export function factorsOf(...levels: readonly object[]): readonly AnyFactor[] {
  return factorsWith(levels.flatMap(parameterNames));
}

/** The level of a factor; its unset one where it is not among the levels. */
export function levelIn(levels: Partial<FactorLevels>, { key, unset }: AnyFactor): Level {
  return levels[key] ?? unset;
}

/** What is asked for of a factor; undefined where it is not named. */
export function wantedOf({ name, parameter }: AnyFactor, factors: SomeFactors): unknown {
  if (parameter === undefined) return factors[name as keyof WantedFactors];
  const { parameters = {} } = factors;
  return Object.hasOwn(parameters, parameter) ? parameters[parameter] : undefined;
}
