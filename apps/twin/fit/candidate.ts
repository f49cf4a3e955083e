import { DEVICE_CLASSES, KNOWN_WORKLOADS, type DeviceClass, type KnownWorkload } from '@joulefleet/core';
import type { BoardParameters, Parameters, WorkloadParameters } from '../src/physics/parameters';

const UNFITTED_BOARD: BoardParameters = {
  baseW: 1,
  idleW: 1,
  gpuKnee: 0.5,
  gpuVoltageRise: 0,
  gpuIdleFraction: 0.5,
  cpuW: 1,
  cpuKnee: 0.5,
  cpuVoltageRise: 0,
  cpuTopShare: 1,
  gpuTopShare: 1,
  powersave: { gpuTopShare: 1, gpuLowerRatio: 0.5 },
};

const UNFITTED_WORKLOAD: WorkloadParameters = {
  gpuW: 1,
  cpuScaledS: 0.01,
  cpuFixedS: 0.01,
  gpuScaledS: 0.01,
  gpuFixedS: 0.01,
  voltagePenalty: 0,
  loadCpuS: 1,
  loadGpuS: 1,
};

/** Where the fit begins: nothing in it survives. */
export function unfittedParameters(): Parameters {
  const byWorkload = record(KNOWN_WORKLOADS, () => UNFITTED_WORKLOAD);
  return {
    about: [],
    boards: record(DEVICE_CLASSES, () => UNFITTED_BOARD),
    workloads: record(DEVICE_CLASSES, () => byWorkload),
    implementation: { staticLoad: 1, staticBatch: 1, libtorch: 1, lazyLoadingOff: 1, garbageCollectionOff: 1 },
  };
}

/** The same parameters with one board replaced. */
export function withBoard(parameters: Parameters, deviceClass: DeviceClass, board: BoardParameters): Parameters {
  return { ...parameters, boards: { ...parameters.boards, [deviceClass]: board } };
}

/** The same parameters with one workload on one board replaced. */
export function withWorkload(
  parameters: Parameters,
  deviceClass: DeviceClass,
  workload: KnownWorkload,
  work: WorkloadParameters,
): Parameters {
  const own = { ...parameters.workloads[deviceClass], [workload]: work };
  return { ...parameters, workloads: { ...parameters.workloads, [deviceClass]: own } };
}

/** An object with one entry for each key. */
export function record<K extends string, V>(keys: readonly K[], entry: (key: K) => V): Record<K, V> {
  return Object.fromEntries(keys.map((key) => [key, entry(key)])) as Record<K, V>;
}

/** Every number in a structure to six significant digits: what is stored is what later stages of the fit build on. */
export function rounded<T>(structure: T): T {
  return JSON.parse(
    JSON.stringify(structure, (_key, value: unknown) =>
      typeof value === 'number' ? Number(value.toPrecision(6)) : value,
    ),
  ) as T;
}
