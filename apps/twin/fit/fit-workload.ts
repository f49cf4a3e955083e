import {
  clockSensitivity,
  gpuLine,
  highestCell,
  latencyOverDvfsPct,
  powerOverHighestPct,
  riseToHighestGpuPct,
  topologyBatchSize,
  type Band,
  type DeviceClass,
  type Expectations,
  type KnownWorkload,
} from '@joulefleet/core';
import type { Parameters, WorkloadParameters } from '../src/physics/parameters';
import { rounded, withWorkload } from './candidate';
import { inside, near, pull, total } from './cost-terms';
import { minimise } from './minimise';
import { bestAtGpu, optimumMargin, topologyOf } from './topology';

/** What is asked of one workload on a board that is already fitted. */
export interface WorkloadGoals {
  /** Its size: GPU seconds per inference at the highest clock, or the energy at the optimum. */
  size: { gpuSecondsPerInference: number } | { energyJ: number };
  optimumPowerW: Band;
  riseToHighestGpuPct: Band;
  latencyOverDvfsPct?: Band;
  /** A saving so small that the usual optimum cannot be asked for as well. */
  unusual: boolean;
}

/** Any size will do while the shape is sought: energy and latency are proportional to it. */
const UNIT_S = 0.01;

const SHAPE = [
  { name: 'gpuWOverAlexnet', low: 0.3, high: 1.4 },
  { name: 'cpuScaledShare', low: 0.002, high: 0.25, log: true },
  { name: 'cpuFixedShare', low: 0.005, high: 1.5, log: true },
  { name: 'memoryBoundShare', low: 0, high: 0.7 },
  { name: 'voltagePenalty', low: 0, high: 0.25 },
] as const;

/** One workload, so that its saving, its optimum and, on the Nano, the latency of the optimum are met. */
export function fitWorkload(
  parameters: Parameters,
  deviceClass: DeviceClass,
  workload: KnownWorkload,
  expectations: Expectations,
  goals: WorkloadGoals,
): Parameters {
  const candidate = (point: readonly number[], secondsPerInference: number): Parameters =>
    withWorkload(parameters, deviceClass, workload, shaped(parameters, deviceClass, point, secondsPerInference));
  const cost = (point: readonly number[]): number =>
    shapeCost(candidate(point, UNIT_S), deviceClass, workload, expectations, goals) +
    shapePull(point, parameters.workloads[deviceClass].alexnet.voltagePenalty);
  const { point } = minimise(cost, { ranges: SHAPE, seed: 11, population: 60, generations: 250 });

  const batchSize = topologyBatchSize(expectations, deviceClass, workload);
  const unitEnergyJ = topologyOf(candidate(point, UNIT_S), deviceClass, workload, batchSize).optimum.energyJ;
  const seconds =
    'energyJ' in goals.size ? (UNIT_S * goals.size.energyJ) / unitEnergyJ : goals.size.gpuSecondsPerInference;
  return rounded(candidate(point, seconds));
}

/** `cpuScaledShare` and `cpuFixedShare` are relative to the GPU's time for a batch of 16 at the highest clock. */
function shaped(
  parameters: Parameters,
  deviceClass: DeviceClass,
  point: readonly number[],
  secondsPerInference: number,
): WorkloadParameters {
  const [gpuWOverAlexnet = NaN, cpuScaled = NaN, cpuFixed = NaN, memoryBound = NaN, voltagePenalty = NaN] = point;
  const { alexnet } = parameters.workloads[deviceClass];
  return {
    ...alexnet,
    gpuW: gpuWOverAlexnet * alexnet.gpuW,
    cpuScaledS: cpuScaled * 16 * secondsPerInference,
    cpuFixedS: cpuFixed * 16 * secondsPerInference,
    gpuScaledS: (1 - memoryBound) * secondsPerInference,
    gpuFixedS: memoryBound * secondsPerInference,
    voltagePenalty,
  };
}

function shapeCost(
  tried: Parameters,
  deviceClass: DeviceClass,
  workload: KnownWorkload,
  expectations: Expectations,
  goals: WorkloadGoals,
): number {
  const { savingOverDvfsPct, usualOptimumGpuMhz } = expectations.topology;
  const topology = topologyOf(tried, deviceClass, workload, topologyBatchSize(expectations, deviceClass, workload));
  const usualHz = usualOptimumGpuMhz[deviceClass] * 1e6;
  const latency = latencyOverDvfsPct(topology, bestAtGpu(topology, usualHz));
  const lowestGpu = gpuLine(topology)[0] ?? topology.optimum;
  const sensitivity = clockSensitivity(topology);
  return total({
    saving: near(topology.savingPct, savingOverDvfsPct[deviceClass][workload], 0.1, 0.05),
    optimum: goals.unusual ? 0 : inside(optimumMargin(topology, usualHz), [0.0015, Infinity], 0.0005),
    rise: inside(riseToHighestGpuPct(topology), goals.riseToHighestGpuPct, 1),
    latency: inside(latency, goals.latencyOverDvfsPct ?? [-Infinity, Infinity], 0.3),
    power: inside(topology.optimum.powerW, goals.optimumPowerW, 0.1),
    highestPower: inside(highestCell(topology).powerW, [0, 20], 1),
    voltage: inside(powerOverHighestPct(topology), [goals.unusual ? -6 : 0, 8], 1),
    lowestGpu: inside(lowestGpu.energyJ / topology.optimum.energyJ, [1.1, Infinity], 0.1),
    cpuMattersLess: inside(sensitivity.cpuPct / sensitivity.gpuPct, [0, 0.7], 0.1),
  });
}

/** Towards AlexNet's activity, a batch with 3 % clocked and 30 % fixed CPU time, and 15 % memory-bound GPU time. */
function shapePull(point: readonly number[], alexnetPenalty: number): number {
  const [gpuW = NaN, cpuScaled = NaN, cpuFixed = NaN, memoryBound = NaN, voltagePenalty = NaN] = point;
  return total({
    gpuW: pull(Math.log(gpuW), 0, 0.3),
    cpuScaled: pull(Math.log(cpuScaled), Math.log(0.03), 1),
    cpuFixed: pull(Math.log(cpuFixed), Math.log(0.3), 1),
    memoryBound: pull(memoryBound, 0.15, 0.2),
    voltagePenalty: pull(voltagePenalty, alexnetPenalty, 0.05),
  });
}
