import type { SearchLevels, SearchObjective } from './search-problem';
import { energyMjOf, type Figures } from './trial-figures';

/** What a cell of these figures costs, in the unit of its objective: mJ, ms, mJ x ms, or times the reference. */
export type CostOf = (latencyMs: number, powerMw: number, levels: SearchLevels) => number;

/**
 * The cost of a cell without its limits.
 *
 * @param reference what `cost` is relative to: of the reference cell, or of the first cell measured where there is none.
 */
export function costFunction(
  { name, weight }: SearchObjective,
  reference: Figures | null,
  levels: SearchLevels,
): CostOf {
  if (name === 'latency') return (latencyMs) => latencyMs;
  if (name === 'energy') return energyMjOf;
  if (name === 'edp') return (latencyMs, powerMw, at) => energyMjOf(latencyMs, powerMw, at) * latencyMs;
  const energy = reference ? energyMjOf(reference.latencyMs, reference.powerMw, levels) : 1;
  const latency = reference ? reference.latencyMs : 1;
  return (latencyMs, powerMw, at) =>
    (weight * energyMjOf(latencyMs, powerMw, at)) / energy + ((1 - weight) * latencyMs) / latency;
}

/** By how much the worst limit is exceeded: at most 1 where all are kept. */
export function excessOfLimits(
  { maxLatencyMs, maxPowerMw, maxEnergyMj }: SearchObjective,
  latencyMs: number,
  powerMw: number,
  levels: SearchLevels,
): number {
  return Math.max(
    maxLatencyMs === null ? 0 : latencyMs / maxLatencyMs,
    maxPowerMw === null ? 0 : powerMw / maxPowerMw,
    maxEnergyMj === null ? 0 : energyMjOf(latencyMs, powerMw, levels) / maxEnergyMj,
  );
}

export function hasLimits({ maxLatencyMs, maxPowerMw, maxEnergyMj }: SearchObjective): boolean {
  return maxLatencyMs !== null || maxPowerMw !== null || maxEnergyMj !== null;
}
