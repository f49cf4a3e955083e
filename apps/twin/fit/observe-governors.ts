import {
  STUDY_INFERENCES,
  type DeviceClass,
  type KnownWorkload,
  type StudyGovernors,
  type StudyRun,
} from '@joulefleet/core';
import { expectedTrial } from '../src/physics/expected-trial';
import { defaultGovernors } from '../src/physics/governor-dwell';
import type { Parameters } from '../src/physics/parameters';
import type { TrialTruth } from '../src/physics/quantities';

/** A trial under governors over the full range of both clocks. */
export function governedTrial(
  parameters: Parameters,
  deviceClass: DeviceClass,
  workload: KnownWorkload,
  batchSize: number,
  governors: StudyGovernors,
): StudyRun {
  const options = { deviceClass, workload, batchSize, graphMode: 'dynamic' } as const;
  return runOf(
    expectedTrial(options, { ...defaultGovernors(deviceClass), ...governors }, STUDY_INFERENCES, parameters),
  );
}

export function runOf({ energyMj, durationMs, meanPowerMw }: TrialTruth): StudyRun {
  return { energyJ: energyMj / 1e3, durationS: durationMs / 1e3, powerW: meanPowerMw / 1e3, doubt: 0 };
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
    powerPct: 100 * (powersave.powerW / standard.powerW - 1),
    latencyPct: 100 * (powersave.durationS / standard.durationS - 1),
    energyPct: 100 * (powersave.energyJ / standard.energyJ - 1),
  };
}
