import {
  DEVICE_CLASSES,
  KNOWN_WORKLOADS,
  type DeviceClass,
  type Expectations,
  type KnownWorkload,
} from '@joulefleet/core';
import type { ImplementationParameters, Parameters } from '../src/physics/parameters';
import { record, rounded } from './candidate';
import { batchEnergyUnderDvfs, loadEnergyUnderDvfs } from './observe-graph';

/** The study quotes no energy of loading: taken as a fifth of what the ten batches after it need. */
const LOAD_OVER_TEN_BATCHES = 0.2;
/** Loading relative to the Nano. */
const LOAD_SPEED: Record<DeviceClass, number> = { 'jetson-nano': 1, 'jetson-xavier-nx': 0.5, 'jetson-orin-nx': 0.4 };
/** Copying to the GPU relative to reading and building on the CPU. */
const COPY_OVER_READ = 0.3;

/**
 * Durations of loading, and the factors for graph modes and runtimes. With r = load / ten batches, both dynamic, and
 * quoted changes l (load) and t (load and ten batches), a static batch costs the factor (1 + t) - (l - t) r.
 */
export function fitImplementation(parameters: Parameters, expectations: Expectations): Parameters {
  const loaded = withLoads(parameters, 1, expectations);
  const { batchSize } = expectations.graph;
  const tenBatches = 10 * batchEnergyUnderDvfs(loaded, batchSize, 'dynamic');
  const scale = (LOAD_OVER_TEN_BATCHES * tenBatches) / loadEnergyUnderDvfs(loaded, batchSize, 'dynamic');
  return rounded({
    ...withLoads(parameters, scale, expectations),
    implementation: implementationFactors(expectations),
  });
}

function implementationFactors({ graph, implementation }: Expectations): ImplementationParameters {
  const load = graph.staticLoadEnergyVersusDynamicPct / 100;
  const afterTen = graph.staticTotalEnergyAfter10BatchesPct / 100;
  return {
    staticLoad: 1 + load,
    staticBatch: 1 + afterTen - (load - afterTen) * LOAD_OVER_TEN_BATCHES,
    libtorch: 1 / (1 + implementation.pytorchOverLibtorchEnergyPct / 100),
    lazyLoadingOff: 1 + implementation.lazyLoadingOffPct / 100,
    garbageCollectionOff: 1 + implementation.garbageCollectionOffPct / 100,
  };
}

/** A fixed part and a part in proportion to the weights that are read; AlexNet on the Nano takes `scale` seconds. */
function withLoads(parameters: Parameters, scale: number, { workloads }: Expectations): Parameters {
  const weight = (workload: KnownWorkload): number =>
    0.4 + (0.6 * workloads[workload].paramsM) / workloads.alexnet.paramsM;
  const withLoad = (deviceClass: DeviceClass, workload: KnownWorkload) => {
    const loadCpuS = scale * weight(workload) * LOAD_SPEED[deviceClass];
    return { ...parameters.workloads[deviceClass][workload], loadCpuS, loadGpuS: COPY_OVER_READ * loadCpuS };
  };
  return {
    ...parameters,
    workloads: record(DEVICE_CLASSES, (deviceClass) =>
      record(KNOWN_WORKLOADS, (workload) => withLoad(deviceClass, workload)),
    ),
  };
}
