import { DEVICE_CLASSES, frequencyTable, KNOWN_WORKLOADS, type DeviceClass } from '@joulefleet/core';
import { defaultGovernors, governorDwell } from '../../src/physics/governor-dwell';
import type { Parameters } from '../../src/physics/parameters';
import type { Dwell } from '../../src/physics/quantities';
import { topologyBatchSize, type Expectations } from '../expectations';
import { governedTrial, powersaveEffect } from '../observe-governors';
import { powerOverHighestPct } from '../topology';
import type { Topologies } from './compare-topologies';
import { rowInside, rowNear, type Row } from './row';

const POWERSAVE_POINTS = { absolute: 2, unit: '%' };
const POWERSAVE_NOTE = 'not consistent with the power and latency quoted, which are the targets';

/** Residency, powersave, the other governors and the voltage under DVFS (sections 5.1, 5.4, 5.7). */
export function compareGovernors(parameters: Parameters, topologies: Topologies, expectations: Expectations): Row[] {
  return DEVICE_CLASSES.flatMap((deviceClass) => [
    ...residencies(parameters, deviceClass, expectations),
    ...powersave(parameters, deviceClass, expectations),
    otherGovernors(parameters, deviceClass, expectations),
    rowInside(
      {
        path: 'dvfs.voltage',
        expectation: `mean power of DVFS over both clocks at their highest, ${deviceClass}, six workloads`,
        study: 'can slightly exceed',
      },
      [-6, 10],
      KNOWN_WORKLOADS.map((workload) => powerOverHighestPct(topologies[deviceClass][workload])),
      '%',
    ),
  ]);
}

function residencies(parameters: Parameters, deviceClass: DeviceClass, { dvfs }: Expectations): Row[] {
  const { dwells } = governorDwell(defaultGovernors(deviceClass), parameters);
  const { cpuKhz, gpuHz } = frequencyTable(deviceClass);
  const share = (isTop: (dwell: Dwell) => boolean): number =>
    100 * dwells.filter(isTop).reduce((sum, dwell) => sum + dwell.share, 0);
  const halfPoint = { absolute: 0.5, unit: '%' };
  return [
    rowNear(
      {
        path: `dvfs.timeAtHighestCpuPct.${deviceClass}`,
        expectation: `DVFS, time at the highest CPU clock, ${deviceClass}`,
      },
      dvfs.timeAtHighestCpuPct[deviceClass],
      share((dwell) => dwell.clocks.cpuKhz === Math.max(...cpuKhz)),
      halfPoint,
    ),
    rowNear(
      {
        path: `dvfs.timeAtHighestGpuPct.${deviceClass}`,
        expectation: `DVFS, time at the highest GPU clock, ${deviceClass}`,
      },
      dvfs.timeAtHighestGpuPct[deviceClass],
      share((dwell) => dwell.clocks.gpuHz === Math.max(...gpuHz)),
      halfPoint,
    ),
  ];
}

function powersave(parameters: Parameters, deviceClass: DeviceClass, expectations: Expectations): Row[] {
  const study = expectations.dvfs.powersaveVersusDefault[deviceClass];
  const effect = powersaveEffect(parameters, deviceClass, expectations.topology.batchSize);
  const path = `dvfs.powersaveVersusDefault.${deviceClass}`;
  const of = (what: string): string => `powersave against the default, ${what}, ${deviceClass}`;
  const energy = rowInside(
    { path: `${path}.energyPct`, expectation: of('energy'), note: POWERSAVE_NOTE },
    [-study.energyPct.absBelow, study.energyPct.absBelow],
    [effect.energyPct],
    '%',
  );
  return [
    rowNear({ path: `${path}.powerPct`, expectation: of('power') }, study.powerPct, effect.powerPct, POWERSAVE_POINTS),
    rowNear(
      { path: `${path}.latencyPct`, expectation: of('latency') },
      study.latencyPct,
      effect.latencyPct,
      POWERSAVE_POINTS,
    ),
    energy.status === 'fails' ? { ...energy, status: 'reported' } : { ...energy, note: undefined },
  ];
}

/** One domain on each other governor of the study, the other domain on its default; every workload. */
function otherGovernors(parameters: Parameters, deviceClass: DeviceClass, expectations: Expectations): Row {
  const { cpuGovernors, gpuGovernors, otherGovernorsEnergySpreadPct } = expectations.dvfs;
  const choices = [
    ...cpuGovernors.filter((name) => name !== 'powersave').map((cpuGovernor) => ({ cpuGovernor })),
    ...gpuGovernors.map((gpuGovernor) => ({ gpuGovernor })),
  ];
  const effects = KNOWN_WORKLOADS.flatMap((workload) => {
    const batchSize = topologyBatchSize(expectations, deviceClass, workload);
    const standard = governedTrial(parameters, deviceClass, workload, batchSize, {}).energyMj;
    return choices.map((choice) => {
      const { energyMj } = governedTrial(parameters, deviceClass, workload, batchSize, choice);
      return 100 * (energyMj / standard - 1);
    });
  });
  const spread = otherGovernorsEnergySpreadPct[deviceClass];
  return rowInside(
    {
      path: `dvfs.otherGovernorsEnergySpreadPct.${deviceClass}`,
      expectation: `energy under other governors against the default, ${deviceClass}, six workloads`,
      study: `within ${spread} %`,
    },
    [-spread, spread],
    effects,
    '%',
  );
}
