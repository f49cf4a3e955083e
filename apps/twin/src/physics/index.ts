import type { DeviceClass } from '@joulefleet/core';
import * as trial from './expected-trial';
import * as governors from './governor-dwell';
import { FITTED_PARAMETERS } from './parameters';
import * as phases from './phases';
import type { Clocks, GovernorInput, GovernorOutcome, Phase, RailPowersMw, RunOptions, TrialTruth } from './quantities';

export * from './quantities';
export { memoryFits } from './memory-fits';
export { RUN_TO_RUN } from './disturbance';
export { steadyTemperature, thermalOf, type Thermal } from './thermal';
export { CPU_GOVERNORS, defaultGovernors, GPU_GOVERNORS } from './governor-dwell';

/** The two phases of one batch. `dvfs`: governors are in charge of a clock, which costs the voltage penalty. */
export function batchPhases(options: RunOptions, clocks: Clocks, dvfs: boolean): [Phase, Phase] {
  return phases.batchPhases(options, clocks, dvfs, FITTED_PARAMETERS);
}

/** The phases of model initialisation. */
export function loadPhases(options: RunOptions, clocks: Clocks, dvfs: boolean): Phase[] {
  return phases.loadPhases(options, clocks, dvfs, FITTED_PARAMETERS);
}

/** Power of the device at these clocks with no workload. */
export function idlePower(deviceClass: DeviceClass, clocks: Clocks): RailPowersMw {
  return phases.idlePower(deviceClass, clocks, FITTED_PARAMETERS);
}

/** Where governors hold the clocks while inference runs. Throws a RangeError on a governor that no board has. */
export function governorDwell(input: GovernorInput): GovernorOutcome {
  return governors.governorDwell(input, FITTED_PARAMETERS);
}

/** Energy, duration and mean power of a trial's inference window, in closed form. */
export function expectedTrial(options: RunOptions, input: GovernorInput, inferences: number): TrialTruth {
  return trial.expectedTrial(options, input, inferences, FITTED_PARAMETERS);
}
