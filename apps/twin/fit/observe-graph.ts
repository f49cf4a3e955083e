import type { GraphMode } from '@joulefleet/core';
import { expectedTrial } from '../src/physics/expected-trial';
import { defaultGovernors, governorDwell } from '../src/physics/governor-dwell';
import type { Parameters } from '../src/physics/parameters';
import { loadPhases } from '../src/physics/phases';
import type { RunOptions } from '../src/physics/quantities';

/** The study compares graph modes with AlexNet on the Nano (section 5.10). */
export function graphOptions(batchSize: number, graphMode: GraphMode): RunOptions {
  return { deviceClass: 'jetson-nano', workload: 'alexnet', batchSize, graphMode };
}

/** Energy of one batch in J under the default governors. */
export function batchEnergyUnderDvfs(parameters: Parameters, batchSize: number, graphMode: GraphMode): number {
  const governors = defaultGovernors('jetson-nano');
  return expectedTrial(graphOptions(batchSize, graphMode), governors, batchSize, parameters).energyMj / 1e3;
}

/**
 * Energy of model initialisation in J under the default governors. As in the inference window, dwells are shares of time:
 * mean power over the dwells, and a rate of 1 / duration at each.
 */
export function loadEnergyUnderDvfs(parameters: Parameters, batchSize: number, graphMode: GraphMode): number {
  const options = graphOptions(batchSize, graphMode);
  const { dwells, dvfs } = governorDwell(defaultGovernors('jetson-nano'), parameters);
  let powerMw = 0;
  let loadsPerUs = 0;
  for (const { clocks, share } of dwells) {
    const phases = loadPhases(options, clocks, dvfs, parameters);
    const durationUs = phases.reduce((sum, phase) => sum + phase.durationUs, 0);
    const energyMwUs = phases.reduce((sum, phase) => sum + phase.durationUs * phase.powerMw.totalMw, 0);
    powerMw += (share * energyMwUs) / durationUs;
    loadsPerUs += share / durationUs;
  }
  return powerMw / loadsPerUs / 1e9;
}
