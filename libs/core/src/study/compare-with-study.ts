import { compareDevices } from './compare-devices';
import { compareGovernors } from './compare-governors';
import { compareProtocol, inputRows } from './compare-protocol';
import { compareSweeps } from './compare-sweeps';
import { allTopologies, compareTopologies } from './compare-topologies';
import { compareWorkloadKnobs } from './compare-workload-knobs';
import { EXPECTATIONS, type Expectations } from './expectations';
import type { Row } from './row';
import type { StudySource } from './study-source';

/** Every figure of the study against those of a source, in the order of the study's priorities. */
export function compareWithStudy(source: StudySource, expectations: Expectations = EXPECTATIONS): Row[] {
  const topologies = allTopologies(source, expectations);
  return [
    ...compareTopologies(topologies, expectations),
    ...compareSweeps(source, expectations),
    ...compareGovernors(source, topologies, expectations),
    ...compareWorkloadKnobs(source, expectations),
    ...compareDevices(topologies, expectations),
    ...compareProtocol(source, expectations),
    ...inputRows(),
  ];
}
