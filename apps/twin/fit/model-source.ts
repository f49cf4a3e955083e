import {
  frequencyTable,
  STUDY_INFERENCES,
  type Implementation,
  type StudyRun,
  type StudySource,
} from '@joulefleet/core';
import { pollingOverhead, RUN_TO_RUN } from '../src/physics/disturbance';
import { expectedTrial } from '../src/physics/expected-trial';
import { defaultGovernors, governorDwell } from '../src/physics/governor-dwell';
import { FITTED_PARAMETERS, type Parameters } from '../src/physics/parameters';
import type { Dwell, RunOptions } from '../src/physics/quantities';
import { batchEnergyUnderDvfs, graphOptions, loadEnergyUnderDvfs } from './observe-graph';
import { governedTrial, runOf } from './observe-governors';
import { pinnedCells } from './topology';

const OPTIONS: Record<Implementation, Partial<RunOptions>> = {
  standard: {},
  libtorch: { runtime: 'libtorch' },
  lazyLoadingOff: { lazyLoading: false },
  garbageCollectionOff: { garbageCollection: false },
};

/** The figures of the twins' physics, in closed form. */
export function modelSource(parameters: Parameters = FITTED_PARAMETERS): StudySource {
  return {
    cells: (deviceClass, workload, batchSize) => pinnedCells(parameters, deviceClass, workload, batchSize),
    governed: (deviceClass, workload, batchSize, governors) =>
      governedTrial(parameters, deviceClass, workload, batchSize, governors),
    residency: (deviceClass) => {
      const { dwells } = governorDwell(defaultGovernors(deviceClass), parameters);
      const { cpuKhz, gpuHz } = frequencyTable(deviceClass);
      const sharePct = (isTop: (dwell: Dwell) => boolean): number =>
        100 * dwells.filter(isTop).reduce((sum, dwell) => sum + dwell.share, 0);
      return {
        cpuPct: sharePct(({ clocks }) => clocks.cpuKhz === Math.max(...cpuKhz)),
        gpuPct: sharePct(({ clocks }) => clocks.gpuHz === Math.max(...gpuHz)),
      };
    },
    graph: (mode, batchSize) => ({
      loadJ: loadEnergyUnderDvfs(parameters, batchSize, mode),
      loadDoubt: 0,
      batchJ: batchEnergyUnderDvfs(parameters, batchSize, mode),
      batchDoubt: 0,
    }),
    implementation: (kind, batchSize): StudyRun => {
      const options = { ...graphOptions(batchSize, 'dynamic'), ...OPTIONS[kind] };
      return runOf(expectedTrial(options, defaultGovernors('jetson-nano'), STUDY_INFERENCES, parameters));
    },
    pollingOverheadPct: (periodMs) => 100 * pollingOverhead(periodMs),
    runToRunPct: () => 100 * Math.hypot(RUN_TO_RUN.powerDeviation, RUN_TO_RUN.durationDeviation),
  };
}
