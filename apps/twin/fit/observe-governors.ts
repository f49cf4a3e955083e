import type { DeviceClass, KnownWorkload } from '@joulefleet/core';
import { expectedTrial } from '../src/physics/expected-trial';
import { defaultGovernors } from '../src/physics/governor-dwell';
import type { Parameters } from '../src/physics/parameters';
import type { TrialTruth } from '../src/physics/quantities';
import { INFERENCES } from './topology';

/** A trial under governors over the full range of both clocks. */
export function governedTrial(
  parameters: Parameters,
  deviceClass: DeviceClass,
  workload: KnownWorkload,
  batchSize: number,
  governors: { cpuGovernor?: string; gpuGovernor?: string },
): TrialTruth {
  const options = { deviceClass, workload, batchSize, graphMode: 'dynamic' } as const;
  return expectedTrial(options, { ...defaultGovernors(deviceClass), ...governors }, INFERENCES, parameters);
}

export interface GovernorEffect {
  powerPct: number;
  latencyPct: number;
  energyPct: number;
}

/** AlexNet with the CPU on `powersave`, against the default governors. */
export function powersaveEffect(parameters: Parameters, deviceClass: DeviceClass, batchSize: number): GovernorEffect {
  const standard = governedTrial(parameters, deviceClass, 'alexnet', batchSize, {});
  const powersave = governedTrial(parameters, deviceClass, 'alexnet', batchSize, { cpuGovernor: 'powersave' });
  return {
    powerPct: 100 * (powersave.meanPowerMw / standard.meanPowerMw - 1),
    latencyPct: 100 * (powersave.durationMs / standard.durationMs - 1),
    energyPct: 100 * (powersave.energyMj / standard.energyMj - 1),
  };
}
