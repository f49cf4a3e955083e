import { DEVICE_CLASSES, type DeviceClass } from '../device-class/device-class';
import { KNOWN_WORKLOADS, type KnownWorkload } from '../workload/known-workloads';
import { bandOf, topologyBatchSize, type Expectations } from './expectations';
import { ratioDoubtPct, rowCount, rowInside, rowNear, rowUnmeasured, type Row } from './row';
import type { StudyCell, StudySource } from './study-source';
import {
  clockSensitivity,
  gpuLine,
  latencyOverDvfsPct,
  nearOptimum,
  riseOfBest,
  studyTopology,
  type StudyTopology,
} from './topology';

/** Both clocks over the whole table, for every workload on every device class. */
export type Topologies = ReadonlyMap<DeviceClass, ReadonlyMap<KnownWorkload, StudyTopology>>;

/** "The minima usually occurred at": by at least five of six. */
const USUALLY = 5;

export function allTopologies(source: StudySource, expectations: Expectations): Topologies {
  const topologies = (deviceClass: DeviceClass): [KnownWorkload, StudyTopology][] =>
    KNOWN_WORKLOADS.flatMap((workload) => {
      const batchSize = topologyBatchSize(expectations, deviceClass, workload);
      const topology = studyTopology(source, deviceClass, workload, batchSize);
      return topology ? [[workload, topology]] : [];
    });
  return new Map(DEVICE_CLASSES.map((deviceClass) => [deviceClass, new Map(topologies(deviceClass))]));
}

/** Those of all workloads on a board; null unless there is one of each. */
export function ofAllWorkloads(topologies: Topologies, deviceClass: DeviceClass): StudyTopology[] | null {
  const own = KNOWN_WORKLOADS.flatMap((workload) => topologies.get(deviceClass)?.get(workload) ?? []);
  return own.length === KNOWN_WORKLOADS.length ? own : null;
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
  return KNOWN_WORKLOADS.map((workload) => {
    const path = `topology.savingOverDvfsPct.${deviceClass}.${workload}`;
    const expectation = `saving of the optimum over DVFS, ${deviceClass} ${workload}`;
    const own = topologies.get(deviceClass)?.get(workload);
    if (!own) return rowUnmeasured(path, expectation);
    const { optimum, dvfs, savingPct } = own;
    const study = topology.savingOverDvfsPct[deviceClass][workload];
    const doubt = ratioDoubtPct(optimum.energyJ / dvfs.energyJ, optimum.doubt, dvfs.doubt);
    return rowNear({ path, expectation }, study, savingPct, { absolute: 0.5, unit: '%' }, doubt);
  });
}

function usualOptimum(topologies: Topologies, deviceClass: DeviceClass, { topology }: Expectations): Row {
  const path = `topology.usualOptimumGpuMhz.${deviceClass}`;
  const expectation = `optima at the usual GPU clock, ${deviceClass}`;
  const own = ofAllWorkloads(topologies, deviceClass);
  if (!own) return rowUnmeasured(path, expectation);
  const usualMhz = topology.usualOptimumGpuMhz[deviceClass];
  const isUsual = ({ gpuHz }: StudyCell): boolean => gpuHz / 1e6 === usualMhz;
  const elsewhere = KNOWN_WORKLOADS.flatMap((workload, i) =>
    isUsual(own[i]!.optimum) ? [] : [`${workload} at ${own[i]!.optimum.gpuHz / 1e6} MHz`],
  );
  return rowCount(
    { path, expectation, study: `usually ${usualMhz} MHz`, note: elsewhere.join(', ') || undefined },
    USUALLY,
    own.map((each) => nearOptimum(each).some(isUsual)),
  );
}

function latencyOfOptimum(topologies: Topologies, { topology }: Expectations): Row {
  const path = 'topology.latencyOfOptimumOverDvfsPct.jetson-nano';
  const expectation = 'latency of the optimum over DVFS, jetson-nano';
  const own = ofAllWorkloads(topologies, 'jetson-nano');
  if (!own) return rowUnmeasured(path, expectation);
  const [low, high] = bandOf(topology.latencyOfOptimumOverDvfsPct['jetson-nano']);
  const found = own.map((each) => latencyOverDvfsPct(each, each.optimum));
  const isInside = (pct: number, doubt: number): boolean => pct >= low - 100 * doubt && pct <= high + 100 * doubt;
  return rowCount(
    {
      path,
      expectation,
      study: `typically ${low} .. ${high} %`,
      note: `found: ${Math.min(...found).toFixed(1)} .. ${Math.max(...found).toFixed(1)} %`,
    },
    USUALLY,
    own.map((each) => nearOptimum(each).some((cell) => isInside(latencyOverDvfsPct(each, cell), cell.doubt))),
  );
}

const SHAPE = 'topology.shape';

function shape(topologies: Topologies): Row[] {
  return [...DEVICE_CLASSES.flatMap((deviceClass) => shapeOf(topologies, deviceClass)), steepness(topologies)];
}

function shapeOf(topologies: Topologies, deviceClass: DeviceClass): Row[] {
  const own = ofAllWorkloads(topologies, deviceClass);
  const row = (expectation: string, has: (topology: StudyTopology) => boolean): Row =>
    own
      ? rowCount({ path: SHAPE, expectation, study: 'all six' }, KNOWN_WORKLOADS.length, own.map(has))
      : rowUnmeasured(SHAPE, expectation);
  return [
    row(`energy not monotonic in GPU clock, ${deviceClass}`, hasInnerMinimum),
    row(`energy varies less along the CPU clock than the GPU clock, ${deviceClass}`, (topology) => {
      const { cpuPct, gpuPct } = clockSensitivity(topology);
      // Scatter alone spans about two half-widths.
      return cpuPct - 200 * topology.optimum.doubt < gpuPct;
    }),
  ];
}

function steepness(topologies: Topologies): Row {
  const expectation = 'rise from the optimum to the highest GPU clock, Xavier NX over Nano';
  const [nano, xavier] = (['jetson-nano', 'jetson-xavier-nx'] as const).map((deviceClass) =>
    ofAllWorkloads(topologies, deviceClass),
  );
  if (!nano || !xavier) return rowUnmeasured(SHAPE, expectation);
  const [ofNano, ofXavier] = [meanRise(nano), meanRise(xavier)];
  const ratio = ofXavier.pct / ofNano.pct;
  return rowInside(
    {
      path: SHAPE,
      expectation,
      study: 'steeper on Xavier NX',
      note: `mean rise ${ofXavier.pct.toFixed(1)} % against ${ofNano.pct.toFixed(1)} %`,
    },
    [1.05, Infinity],
    [ratio],
    'times',
    ratio * Math.hypot(ofXavier.doubtPct / ofXavier.pct, ofNano.doubtPct / ofNano.pct),
  );
}

function meanRise(topologies: readonly StudyTopology[]): { pct: number; doubtPct: number } {
  const rises = topologies.map(riseOfBest);
  const doubtPct = Math.hypot(...rises.map((rise) => rise.doubtPct)) / rises.length;
  return { pct: rises.reduce((sum, { pct }) => sum + pct, 0) / rises.length, doubtPct };
}

/** Along the GPU clock both ends need at least 0.5 % more energy than the least cell between them, as far as doubts allow. */
function hasInnerMinimum(topology: StudyTopology): boolean {
  const line = gpuLine(topology);
  const ends = [line[0], line[line.length - 1]];
  return ends.every((end) => end !== undefined && end.energyJ * (1 + end.doubt) > 1.005 * topology.optimum.energyJ);
}
