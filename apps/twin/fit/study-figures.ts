import {
  compareWithStudy,
  DEVICE_CLASSES,
  EXPECTATIONS,
  KNOWN_WORKLOADS,
  topologyBatchSize,
  type StudyRow,
  type TrueTopology,
} from '@joulefleet/core';
import { modelSource } from './model-source';

/** What the study found, as the twins' physics has it in closed form. */
export interface StudyFigures {
  rows: StudyRow[];
  topologies: TrueTopology[];
}

export function studyFigures(): StudyFigures {
  const source = modelSource();
  const topologies = DEVICE_CLASSES.flatMap((deviceClass) =>
    KNOWN_WORKLOADS.map((workload) => {
      const batchSize = topologyBatchSize(EXPECTATIONS, deviceClass, workload);
      const cells = source.cells(deviceClass, workload, batchSize).map(({ cpuKhz, gpuHz, energyJ }) => {
        return { cpuKhz, gpuHz, energyJ };
      });
      return { deviceClass, workload, cells };
    }),
  );
  return { rows: compareWithStudy(source), topologies };
}
