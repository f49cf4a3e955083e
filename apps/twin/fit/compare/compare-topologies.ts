import { DEVICE_CLASSES, KNOWN_WORKLOADS, type DeviceClass, type KnownWorkload } from '@joulefleet/core';
import type { Parameters } from '../../src/physics/parameters';
import { record } from '../candidate';
import { bandOf, topologyBatchSize, type Expectations } from '../expectations';
import {
  clockSensitivity,
  gpuLine,
  latencyOverDvfsPct,
  riseToHighestGpuPct,
  topologyOf,
  type Topology,
} from '../topology';
import { rowCount, rowInside, rowNear, type Row } from './row';

/** Both clocks over the whole table, for every workload on every device class. */
export type Topologies = Record<DeviceClass, Record<KnownWorkload, Topology>>;

/** "The minima usually occurred at": by at least five of six. */
const USUALLY = 5;

export function allTopologies(parameters: Parameters, expectations: Expectations): Topologies {
  return record(DEVICE_CLASSES, (deviceClass) =>
    record(KNOWN_WORKLOADS, (workload) =>
      topologyOf(parameters, deviceClass, workload, topologyBatchSize(expectations, deviceClass, workload)),
    ),
  );
}

/** Savings, optima, the latency they cost, and the shape of the surface (sections 5.2, 5.5, 5.8). */
export function compareTopologies(topologies: Topologies, expectations: Expectations): Row[] {
  return [
    ...DEVICE_CLASSES.flatMap((deviceClass) => savings(topologies, deviceClass, expectations)),
    ...DEVICE_CLASSES.map((deviceClass) => usualOptimum(topologies, deviceClass, expectations)),
    latencyOfOptimum(topologies, expectations),
    ...shape(topologies),
  ];
}

function savings(topologies: Topologies, deviceClass: DeviceClass, { topology }: Expectations): Row[] {
  return KNOWN_WORKLOADS.map((workload) =>
    rowNear(
      {
        path: `topology.savingOverDvfsPct.${deviceClass}.${workload}`,
        expectation: `saving of the optimum over DVFS, ${deviceClass} ${workload}`,
      },
      topology.savingOverDvfsPct[deviceClass][workload],
      topologies[deviceClass][workload].savingPct,
      { absolute: 0.5, unit: '%' },
    ),
  );
}

function usualOptimum(topologies: Topologies, deviceClass: DeviceClass, { topology }: Expectations): Row {
  const usualMhz = topology.usualOptimumGpuMhz[deviceClass];
  const mhzOf = (workload: KnownWorkload): number => topologies[deviceClass][workload].optimum.gpuHz / 1e6;
  const elsewhere = KNOWN_WORKLOADS.filter((workload) => mhzOf(workload) !== usualMhz);
  return rowCount(
    {
      path: `topology.usualOptimumGpuMhz.${deviceClass}`,
      expectation: `optima at the usual GPU clock, ${deviceClass}`,
      study: `usually ${usualMhz} MHz`,
      note: elsewhere.map((workload) => `${workload} at ${mhzOf(workload)} MHz`).join(', ') || undefined,
    },
    USUALLY,
    KNOWN_WORKLOADS.map((workload) => !elsewhere.includes(workload)),
  );
}

function latencyOfOptimum(topologies: Topologies, { topology }: Expectations): Row {
  const [low, high] = bandOf(topology.latencyOfOptimumOverDvfsPct['jetson-nano']);
  const found = KNOWN_WORKLOADS.map((workload) => {
    const own = topologies['jetson-nano'][workload];
    return latencyOverDvfsPct(own, own.optimum);
  });
  return rowCount(
    {
      path: 'topology.latencyOfOptimumOverDvfsPct.jetson-nano',
      expectation: 'latency of the optimum over DVFS, jetson-nano',
      study: `typically ${low} .. ${high} %`,
      note: `twin: ${Math.min(...found).toFixed(1)} .. ${Math.max(...found).toFixed(1)} %`,
    },
    USUALLY,
    found.map((figure) => figure >= low && figure <= high),
  );
}

function shape(topologies: Topologies): Row[] {
  const path = 'topology.shape';
  const rises = record(DEVICE_CLASSES, (deviceClass) =>
    mean(KNOWN_WORKLOADS.map((workload) => riseToHighestGpuPct(topologies[deviceClass][workload]))),
  );
  const steeper = rises['jetson-xavier-nx'] / rises['jetson-nano'];
  return [
    ...DEVICE_CLASSES.flatMap((deviceClass) => [
      rowCount(
        { path, expectation: `energy not monotonic in GPU clock, ${deviceClass}`, study: 'all six' },
        KNOWN_WORKLOADS.length,
        KNOWN_WORKLOADS.map((workload) => hasInnerMinimum(topologies[deviceClass][workload])),
      ),
      rowCount(
        {
          path,
          expectation: `energy varies less along the CPU clock than the GPU clock, ${deviceClass}`,
          study: 'all six',
        },
        KNOWN_WORKLOADS.length,
        KNOWN_WORKLOADS.map((workload) => {
          const { cpuPct, gpuPct } = clockSensitivity(topologies[deviceClass][workload]);
          return cpuPct < gpuPct;
        }),
      ),
    ]),
    rowInside(
      {
        path,
        expectation: 'rise from the optimum to the highest GPU clock, Xavier NX over Nano',
        study: 'steeper on Xavier NX',
        note: `mean rise ${rises['jetson-xavier-nx'].toFixed(1)} % against ${rises['jetson-nano'].toFixed(1)} %`,
      },
      [1.05, Infinity],
      [steeper],
      'times',
    ),
  ];
}

/** Along the GPU clock both ends need at least 0.5 % more energy than the least cell between them. */
function hasInnerMinimum(topology: Topology): boolean {
  const line = gpuLine(topology);
  const ends = [line[0], line[line.length - 1]];
  return ends.every((end) => end !== undefined && end.energyJ > 1.005 * topology.optimum.energyJ);
}

function mean(figures: readonly number[]): number {
  return figures.reduce((sum, figure) => sum + figure, 0) / figures.length;
}
