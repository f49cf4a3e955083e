import type { DeviceClass } from '../device-class/device-class';
import type { KnownWorkload } from '../workload/known-workloads';
import quoted from './expectations.json';

export type Band = readonly [number, number];
type PerDevice<T> = Readonly<Record<DeviceClass, T>>;

export interface DeviceFacts {
  cpuFrequencies: number;
  gpuFrequencies: number;
  combinations: number;
  memoryGb: number;
  cores: number;
  cpuMhz: number[];
  gpuMhz: number[];
  powerModesW: number[];
}

export interface WorkloadFacts {
  layers: number;
  paramsM: number;
  gflops: number;
}

export interface SweepFacts {
  batchSize: number;
  gpuSweep: { fixedCpuMhz: number; powerSpanW: number | number[]; latencySpanS: number };
  cpuSweep: { fixedGpuMhz: number; powerSpanW?: number; latencySpanS?: number };
  latencyPlateauAtHighGpu: boolean;
}

/** The part of expectations.json that figures are held against. */
export interface Expectations {
  protocol: {
    inferencesPerTrial: number;
    repetitions: number;
    pollingOverheadAt100MsPct: { below: number };
    pollingOverheadAt10MsPct: { above: number };
    runToRunVariationPct: { below: number };
  };
  devices: PerDevice<DeviceFacts>;
  workloads: Readonly<Record<KnownWorkload, WorkloadFacts>>;
  topology: {
    batchSize: number;
    savingOverDvfsPct: PerDevice<Record<KnownWorkload, number>>;
    usualOptimumGpuMhz: PerDevice<number>;
    latencyOfOptimumOverDvfsPct: { 'jetson-nano': number[] };
    energyRatioNanoOverXavier: number[];
    energyRatioNanoOverOrin: number[];
  };
  frequencySweeps: PerDevice<SweepFacts>;
  dvfs: {
    timeAtHighestCpuPct: PerDevice<number>;
    timeAtHighestGpuPct: PerDevice<number>;
    powersaveVersusDefault: PerDevice<{ powerPct: number; latencyPct: number; energyPct: { absBelow: number } }>;
    otherGovernorsEnergySpreadPct: PerDevice<number>;
    cpuGovernors: string[];
    gpuGovernors: string[];
  };
  batchSize: {
    energyOfBatch64VersusBatch8Pct: PerDevice<number[]>;
    at: PerDevice<{ cpuMhz: number }>;
  };
  graph: {
    batchSize: number;
    staticLoadEnergyVersusDynamicPct: number;
    staticTotalEnergyAfter10BatchesPct: number;
  };
  implementation: {
    pytorchOverLibtorchEnergyPct: number;
    lazyLoadingOffPct: number;
    garbageCollectionOffPct: number;
  };
}

/** The study's batch size of a topology: 16, on the Nano 8 for MobileNet-V2 "due to memory constraints". */
export function topologyBatchSize(
  expectations: Expectations,
  deviceClass: DeviceClass,
  workload: KnownWorkload,
): number {
  return deviceClass === 'jetson-nano' && workload === 'mobilenetv2' ? 8 : expectations.topology.batchSize;
}

/** A figure of one number or of two as a band. */
export function bandOf(figure: number | readonly number[]): Band {
  const figures = typeof figure === 'number' ? [figure] : figure;
  return [Math.min(...figures), Math.max(...figures)];
}

/** What the study found. */
export const EXPECTATIONS: Expectations = quoted;
