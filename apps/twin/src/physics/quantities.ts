import type { DeviceClass, GraphMode, KnownWorkload } from '@joulefleet/core';

/** One setting of both clock domains. */
export interface Clocks {
  cpuKhz: number;
  gpuHz: number;
}

/** Power by rail. `gpuMw`, `cpuMw` and `socMw` are parts of `totalMw`; what they leave is memory, IO and regulators. */
export interface RailPowersMw {
  totalMw: number;
  gpuMw: number;
  cpuMw: number;
  socMw: number;
}

/** A stretch of constant power. */
export interface Phase {
  durationUs: number;
  powerMw: RailPowersMw;
}

export const RUNTIMES = ['pytorch', 'libtorch'] as const;
export type Runtime = (typeof RUNTIMES)[number];

/** What is executed. The defaults are those of the study: PyTorch, lazy loading and garbage collection left on. */
export interface RunOptions {
  deviceClass: DeviceClass;
  workload: KnownWorkload;
  batchSize: number;
  graphMode: GraphMode;
  runtime?: Runtime;
  lazyLoading?: boolean;
  garbageCollection?: boolean;
}

/** A share of time (not of work) spent at one setting of the clocks. */
export interface Dwell {
  clocks: Clocks;
  share: number;
}

/** Governors and the limits they move within, as a device's sysfs tree holds them. */
export interface GovernorInput {
  deviceClass: DeviceClass;
  cpuGovernor: string;
  gpuGovernor: string;
  cpuMinKhz: number;
  cpuMaxKhz: number;
  gpuMinHz: number;
  gpuMaxHz: number;
}

/** Where the clocks are held. `dvfs` is true as soon as one domain is left to its governor. */
export interface GovernorOutcome {
  dwells: Dwell[];
  dvfs: boolean;
}

/** The inference window of one trial, in closed form. */
export interface TrialTruth {
  energyMj: number;
  durationMs: number;
  meanPowerMw: number;
}
