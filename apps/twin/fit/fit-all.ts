import {
  DEVICE_CLASSES,
  KNOWN_WORKLOADS,
  topologyBatchSize,
  type Band,
  type DeviceClass,
  type Expectations,
  type KnownWorkload,
  type StudyCell,
  type WorkloadFacts,
} from '@joulefleet/core';
import type { Parameters } from '../src/physics/parameters';
import { unfittedParameters } from './candidate';
import { fitBoard } from './fit-board';
import { fitImplementation } from './fit-implementation';
import { fitWorkload, type WorkloadGoals } from './fit-workload';
import { topologyOf } from './topology';

const ABOUT = [
  'Written by the fitting program of this folder (apps/twin/fit/main.ts); do not edit, run it again.',
  'It searches with a fixed seed for the parameters of the model in batch-physics.ts that meet the figures of the study',
  'in libs/core/src/study/expectations.json. Units: W, s, fractions of the highest clock; see parameters.ts.',
];

/** Savings below this leave no trough deep enough to fix the place of its optimum. */
const SHALLOW_SAVING_PCT = 5;

/**
 * Energy of the Nano over that of the Xavier NX at the optimum, within the study's "two to four" and in the order of the
 * work per inference. AlexNet is not among them: its quoted latency spans fix its energy on all three boards.
 */
const NANO_OVER_XAVIER: Record<Exclude<KnownWorkload, 'alexnet'>, number> = {
  resnet18: 2.6,
  mobilenetv2: 2.3,
  yolov4tiny: 3.6,
  berttiny: 2.5,
  distilbert: 3.2,
};
const ORIN_OVER_XAVIER = 0.97;

/** All parameters from nothing, in about half a minute; the same on every run. */
export function fitAll(expectations: Expectations, progress: (line: string) => void): Parameters {
  let parameters: Parameters = { ...unfittedParameters(), about: ABOUT };
  for (const deviceClass of DEVICE_CLASSES) {
    progress(`${deviceClass}: board and alexnet`);
    parameters = fitBoard(parameters, deviceClass, expectations, alexnetEnergyJ(parameters, deviceClass, expectations));
    for (const workload of KNOWN_WORKLOADS) {
      if (workload === 'alexnet') continue;
      progress(`${deviceClass}: ${workload}`);
      const goals = workloadGoals(parameters, deviceClass, workload, expectations);
      parameters = fitWorkload(parameters, deviceClass, workload, expectations, goals);
    }
  }
  return fitImplementation(parameters, expectations);
}

/** As small on the Nano and as large on the Xavier NX as the spans allow; on the Orin NX close to the Xavier NX. */
function alexnetEnergyJ(parameters: Parameters, deviceClass: DeviceClass, expectations: Expectations): Band {
  if (deviceClass === 'jetson-nano') return [0, 700];
  if (deviceClass === 'jetson-xavier-nx') return [85, Infinity];
  const { energyJ } = optimumOf(parameters, 'jetson-xavier-nx', 'alexnet', expectations);
  return [0.9 * energyJ, 1.02 * energyJ];
}

/** The goals of a workload other than AlexNet: those on later boards build on what was found on the earlier ones. */
export function workloadGoals(
  parameters: Parameters,
  deviceClass: DeviceClass,
  workload: Exclude<KnownWorkload, 'alexnet'>,
  expectations: Expectations,
): WorkloadGoals {
  const unusual = expectations.topology.savingOverDvfsPct[deviceClass][workload] < SHALLOW_SAVING_PCT;
  if (deviceClass === 'jetson-nano') {
    return {
      size: { gpuSecondsPerInference: nanoGpuSeconds(parameters, workload, expectations) },
      optimumPowerW: [4, 7],
      riseToHighestGpuPct: [2, 10],
      latencyOverDvfsPct: [28.2, 34.8],
      unusual,
    };
  }
  if (deviceClass === 'jetson-xavier-nx') {
    const nano = optimumOf(parameters, 'jetson-nano', workload, expectations);
    const size = { energyJ: nano.energyJ / NANO_OVER_XAVIER[workload] };
    return { size, optimumPowerW: [8, 13], riseToHighestGpuPct: [unusual ? 1.5 : 12, 25], unusual };
  }
  const xavier = optimumOf(parameters, 'jetson-xavier-nx', workload, expectations);
  return {
    size: { energyJ: ORIN_OVER_XAVIER * xavier.energyJ },
    optimumPowerW: [1.03 * xavier.powerW, 1.25 * xavier.powerW],
    riseToHighestGpuPct: [1.5, 25],
    unusual,
  };
}

function optimumOf(
  parameters: Parameters,
  deviceClass: DeviceClass,
  workload: KnownWorkload,
  expectations: Expectations,
): StudyCell {
  return topologyOf(parameters, deviceClass, workload, topologyBatchSize(expectations, deviceClass, workload)).optimum;
}

/** AlexNet's fitted time on the Nano, scaled by how much more the workload computes, launches and reads (table 4.1). */
function nanoGpuSeconds(parameters: Parameters, workload: KnownWorkload, { workloads }: Expectations): number {
  const { gpuScaledS, gpuFixedS } = parameters.workloads['jetson-nano'].alexnet;
  return ((gpuScaledS + gpuFixedS) * effort(workloads[workload])) / effort(workloads.alexnet);
}

/** Seconds for arithmetic at 120 GFLOP/s, 0.2 ms a layer to launch, and weights read at 8 G parameters a second. */
function effort({ gflops, layers, paramsM }: WorkloadFacts): number {
  return gflops / 120 + layers * 0.0002 + paramsM * 0.000125;
}
