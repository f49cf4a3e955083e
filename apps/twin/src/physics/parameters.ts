import type { DeviceClass, KnownWorkload } from '@joulefleet/core';
import fitted from './parameters.json';

/** What a device class has in common for all workloads. Clocks in formulas are fractions of the table's highest. */
export interface BoardParameters {
  /** Power under inference that no clock changes: memory, IO, regulators, leakage at the steady temperature. */
  baseW: number;
  /** Power at the lowest clocks with nothing to do. */
  idleW: number;
  /** Fraction of the highest GPU clock above which the supply voltage has to rise. */
  gpuKnee: number;
  /** Relative voltage rise from the knee to the highest GPU clock. */
  gpuVoltageRise: number;
  /** Part of the GPU's dynamic power that is drawn even while it waits for the CPU. */
  gpuIdleFraction: number;
  /** CPU power at the highest clock and full load. */
  cpuW: number;
  cpuKnee: number;
  cpuVoltageRise: number;
  /** Shares of time that the default governors spend at the highest clock. */
  cpuTopShare: number;
  gpuTopShare: number;
  /** What the GPU governor does with the light load that a CPU held at its lowest clock leaves it. */
  powersave: { gpuTopShare: number; gpuLowerRatio: number };
}

/** One workload on one device class; durations in seconds at the highest clocks. */
export interface WorkloadParameters {
  /** GPU power at the highest clock at the voltage below the knee. */
  gpuW: number;
  /** CPU work per batch that scales with the CPU clock, and that does not (IO, launch latency). */
  cpuScaledS: number;
  cpuFixedS: number;
  /** GPU work per inference that scales with the GPU clock, and that does not (memory). */
  gpuScaledS: number;
  gpuFixedS: number;
  /** Relative extra of dynamic power while governors are in charge of the voltage. */
  voltagePenalty: number;
  /** Model initialisation with a dynamic graph: reading and building on the CPU, then copying to the GPU. */
  loadCpuS: number;
  loadGpuS: number;
}

/** Factors on durations (and so on energy) of the ways to run one and the same workload. */
export interface ImplementationParameters {
  staticLoad: number;
  staticBatch: number;
  libtorch: number;
  lazyLoadingOff: number;
  garbageCollectionOff: number;
}

export interface Parameters {
  about: string[];
  boards: Record<DeviceClass, BoardParameters>;
  workloads: Record<DeviceClass, Record<KnownWorkload, WorkloadParameters>>;
  implementation: ImplementationParameters;
}

/** The parameters that the fitting program (apps/twin/fit) wrote. */
export const FITTED_PARAMETERS: Parameters = fitted;
