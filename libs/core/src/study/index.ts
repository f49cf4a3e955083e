export { compareWithStudy } from './compare-with-study';
export { compareOptima, type TrueTopology } from './compare-optima';
export { INFERENCES as STUDY_INFERENCES } from './compare-protocol';
export * from './expectations';
export { formatTable as formatStudyTable } from './format-table';
export { measuredSource, type MeasuredResidency, type StudyTrial } from './measured-source';
export { nearestClock } from './nearest-clock';
export type { Row as StudyRow } from './row';
export * from './study-source';
export { linearity, sweepOf, upperThirdOfLatencyPct, type Sweep } from './sweeps';
export {
  clockSensitivity,
  gpuLine,
  highestCell,
  latencyOverDvfsPct,
  leastEnergyCell,
  powerOverHighestPct,
  nearOptimum,
  riseToHighestGpuPct,
  studyTopology,
  topologyOfCells,
  type StudyTopology,
} from './topology';
