import { FITTED_PARAMETERS, type Parameters } from '../../src/physics/parameters';
import type { Expectations } from '../expectations';
import { compareDevices } from './compare-devices';
import { compareGovernors } from './compare-governors';
import { compareProtocol, inputRows } from './compare-protocol';
import { compareSweeps } from './compare-sweeps';
import { allTopologies, compareTopologies } from './compare-topologies';
import { compareWorkloadKnobs } from './compare-workload-knobs';
import type { Row } from './row';

/** Every figure of the study against the twins, in the order of the study's priorities. */
export function compareWithStudy(expectations: Expectations, parameters: Parameters = FITTED_PARAMETERS): Row[] {
  const topologies = allTopologies(parameters, expectations);
  return [
    ...compareTopologies(topologies, expectations),
    ...compareSweeps(parameters, expectations),
    ...compareGovernors(parameters, topologies, expectations),
    ...compareWorkloadKnobs(parameters, expectations),
    ...compareDevices(topologies, expectations),
    ...compareProtocol(expectations),
    ...inputRows(),
  ];
}
