import {
  DEVICE_CLASSES,
  EXPECTATIONS,
  frequencyTable,
  KNOWN_WORKLOADS,
  nearestClock,
  nearOptimum,
  studyTopology,
  topologyBatchSize,
  type DeviceClass,
  type KnownWorkload,
  type StudyCell,
  type StudySource,
} from '@joulefleet/core';
import { heatmap, xyChart, type Block, type Point, type Series, type Table } from '@joulefleet/figures';
import { formatClock, joules } from './study-text';

export type Figure = Extract<Block, { kind: 'figure' }>;

/** Numbers of the study's own figures. */
const SECTIONS: Record<DeviceClass, { sweep: string; topology: string; batches: string }> = {
  'jetson-nano': { sweep: '5.1', topology: '5.2', batches: '5.3' },
  'jetson-xavier-nx': { sweep: '5.4', topology: '5.5', batches: '5.6' },
  'jetson-orin-nx': { sweep: '5.7', topology: '5.8', batches: '5.9' },
};
const BATCH_SIZES = [8, 16, 32, 64];
const MAX_EXACT_COLUMNS = 12;

/** Power, time and energy of AlexNet along each clock with the other held. */
export function sweepFigures(source: StudySource): Figure[] {
  return DEVICE_CLASSES.flatMap((deviceClass) => {
    const { batchSize, gpuSweep, cpuSweep } = EXPECTATIONS.frequencySweeps[deviceClass];
    const { cpuKhz, gpuHz } = frequencyTable(deviceClass);
    const cells = source.cells(deviceClass, 'alexnet', batchSize);
    const heldKhz = nearestClock(cpuKhz, gpuSweep.fixedCpuMhz * 1e3);
    const heldHz = nearestClock(gpuHz, cpuSweep.fixedGpuMhz * 1e6);
    const of = `${deviceClass}, AlexNet, batch ${batchSize}`;
    return [
      ...sweepFigure(
        { ...{ deviceClass, of, clock: 'GPU' }, held: `the CPU at ${formatClock(heldKhz * 1e3)}` },
        cells.filter((cell) => cell.cpuKhz === heldKhz).map((cell) => ({ ...cell, mhz: cell.gpuHz / 1e6 })),
      ),
      ...sweepFigure(
        { ...{ deviceClass, of, clock: 'CPU' }, held: `the GPU at ${formatClock(heldHz)}` },
        cells.filter((cell) => cell.gpuHz === heldHz).map((cell) => ({ ...cell, mhz: cell.cpuKhz / 1e3 })),
      ),
    ];
  });
}

interface AboutSweep {
  deviceClass: DeviceClass;
  of: string;
  clock: 'GPU' | 'CPU';
  held: string;
}

type AtClock = StudyCell & { mhz: number };

function sweepFigure({ deviceClass, of, clock, held }: AboutSweep, cells: readonly AtClock[]): Figure[] {
  if (cells.length < 2) return [];
  const [highest] = [...cells].sort((a, b) => b.mhz - a.mhz);
  const series = (name: string, read: (cell: StudyCell) => number): Series => ({
    ...{ name, kind: 'line' },
    points: cells.map((cell) => pointOf(cell.mhz, (100 * read(cell)) / read(highest!), cell.doubt)),
  });
  const title = `Power, time and energy over the ${clock} clock: ${of}`;
  const svg = xyChart({
    ...{ title, xTitle: `${clock} clock, MHz`, yTitle: 'of what it is at the highest clock, %' },
    series: [
      series('power', ({ powerW }) => powerW),
      series('time', ({ durationS }) => durationS),
      series('energy', ({ energyJ }) => energyJ),
    ],
  });
  const caption = `${title}, with ${held}, as figure ${SECTIONS[deviceClass].sweep} of the study. Relative to the highest clock; the table has watts, seconds and joules.`;
  const rows = cells.map(({ mhz, powerW, durationS, energyJ, doubt }) => [
    ...[String(mhz), powerW.toFixed(3), durationS.toFixed(2), joules(energyJ), (100 * doubt).toFixed(2)],
  ]);
  const columns = [`${clock}, MHz`, 'W', 's', 'J', '± %'];
  return [{ kind: 'figure', caption, svg, table: { columns, numeric: [0, 1, 2, 3, 4], rows } }];
}

/** Energy over both clocks, for each workload on each device class. */
export function topologyFigures(source: StudySource): Figure[] {
  return DEVICE_CLASSES.flatMap((deviceClass) =>
    KNOWN_WORKLOADS.flatMap((workload) => topologyFigure(source, deviceClass, workload)),
  );
}

function topologyFigure(source: StudySource, deviceClass: DeviceClass, workload: KnownWorkload): Figure[] {
  const batchSize = topologyBatchSize(EXPECTATIONS, deviceClass, workload);
  const topology = studyTopology(source, deviceClass, workload, batchSize);
  if (!topology) return [];
  const { cells, optimum, dvfs, savingPct } = topology;
  const cpu = distinct(cells.map(({ cpuKhz }) => cpuKhz));
  const gpu = distinct(cells.map(({ gpuHz }) => gpuHz));
  const near = new Set(nearOptimum(topology));
  const title = `Energy over clocks: ${deviceClass}, ${workload}, batch ${batchSize}`;
  const svg = heatmap({
    ...{ title, columns: gpu.map((hz) => namedClock(hz, gpu.length)), rows: cpu.map((khz) => String(khz / 1e3)) },
    ...{ columnTitle: 'GPU clock, MHz', rowTitle: 'CPU clock, MHz', valueTitle: 'energy of 3200 inferences, J' },
    cells: cells.map((cell) => ({
      ...{ column: gpu.indexOf(cell.gpuHz), row: cpu.indexOf(cell.cpuKhz), value: cell.energyJ },
      ...{ best: cell === optimum, near: near.has(cell) },
    })),
    baseline: { name: 'DVFS', value: dvfs.energyJ },
  });
  const study = EXPECTATIONS.topology.savingOverDvfsPct[deviceClass][workload];
  const where = `Least at CPU ${formatClock(optimum.cpuKhz * 1e3)}, GPU ${formatClock(optimum.gpuHz)}: ${savingPct.toFixed(2)} % below DVFS; the study has ${study} %.`;
  const key =
    'The optimum is framed; the dashed line is around the cells that the trials do not distinguish from it; the triangle on the scale is DVFS.';
  const caption = `${title}, as figure ${SECTIONS[deviceClass].topology} of the study. ${where}`;
  return [{ kind: 'figure', caption, key, svg, table: topologyTable(cells) }];
}

/** Many columns have no room for fractions; the table has them. */
function namedClock(hz: number, columns: number): string {
  return columns > MAX_EXACT_COLUMNS ? (hz / 1e6).toFixed(0) : String(hz / 1e6);
}

function topologyTable(cells: readonly StudyCell[]): Table {
  return {
    columns: ['GPU, MHz', 'CPU, MHz', 'J', '± %', 'W', 's'],
    numeric: [0, 1, 2, 3, 4, 5],
    rows: cells.map(({ cpuKhz, gpuHz, energyJ, doubt, powerW, durationS }) => [
      ...[String(gpuHz / 1e6), String(cpuKhz / 1e3), joules(energyJ), (100 * doubt).toFixed(2)],
      ...[powerW.toFixed(3), durationS.toFixed(2)],
    ]),
  };
}

/** Energy of AlexNet over the GPU clock, a line for each batch size. */
export function batchFigures(source: StudySource): Figure[] {
  return DEVICE_CLASSES.flatMap((deviceClass) => {
    const heldMhz = EXPECTATIONS.batchSize.at[deviceClass].cpuMhz;
    const heldKhz = nearestClock(frequencyTable(deviceClass).cpuKhz, heldMhz * 1e3);
    const lines = BATCH_SIZES.flatMap((batchSize) => {
      const cells = source.cells(deviceClass, 'alexnet', batchSize).filter(({ cpuKhz }) => cpuKhz === heldKhz);
      return cells.length < 2 ? [] : [{ batchSize, cells }];
    });
    if (lines.length < 2) return [];
    const title = `Energy by batch size over the GPU clock: ${deviceClass}, AlexNet`;
    const svg = xyChart({
      ...{ title, xTitle: 'GPU clock, MHz', yTitle: 'energy of 3200 inferences, J' },
      series: lines.map(({ batchSize, cells }) => ({
        ...{ name: `batch ${batchSize}`, kind: 'line' },
        points: cells.map(({ gpuHz, energyJ, doubt }) => pointOf(gpuHz / 1e6, energyJ, doubt)),
      })),
    });
    const caption = `${title}, with the CPU at ${formatClock(heldKhz * 1e3)}, as figure ${SECTIONS[deviceClass].batches} of the study.`;
    const rows = lines.flatMap(({ batchSize, cells }) =>
      cells.map(({ gpuHz, energyJ, doubt }) => [
        ...[String(batchSize), String(gpuHz / 1e6), joules(energyJ), (100 * doubt).toFixed(2)],
      ]),
    );
    const table = { columns: ['batch', 'GPU, MHz', 'J', '± %'], numeric: [0, 1, 2, 3], rows };
    return [{ kind: 'figure' as const, caption, svg, table }];
  });
}

/** Energy since the start of loading, by batches, with a static and with a dynamic graph. */
export function graphFigures(source: StudySource): Figure[] {
  const { batchSize } = EXPECTATIONS.graph;
  const [fixed, dynamic] = (['static', 'dynamic'] as const).map((mode) => source.graph(mode, batchSize));
  if (!fixed || !dynamic) return [];
  const crossover = (fixed.loadJ - dynamic.loadJ) / (dynamic.batchJ - fixed.batchJ);
  const batches = Array.from({ length: 13 }, (_, i) => i);
  const energyOf = ({ loadJ, batchJ }: typeof fixed, n: number): number => loadJ + n * batchJ;
  const title = `Energy since the start of loading: jetson-nano, AlexNet, batch ${batchSize}`;
  const svg = xyChart({
    ...{ title, xTitle: 'batches', yTitle: 'energy, J' },
    series: [
      { name: 'static graph', graph: fixed, dashed: false },
      { name: 'dynamic graph', graph: dynamic, dashed: true },
    ].map(({ name, graph, dashed }) => {
      return { name, kind: 'line', dashed, points: batches.map((n) => ({ x: n, y: energyOf(graph, n) })) };
    }),
  });
  const crossing =
    Number.isFinite(crossover) && crossover > 0
      ? `The static graph has spent less from batch ${Math.ceil(crossover)} on (the lines cross at ${crossover.toFixed(1)}).`
      : 'The lines do not cross.';
  const caption = `${title}, under DVFS, as figure 5.10 of the study. ${crossing}`;
  const rows = batches.map((n) => [String(n), joules(energyOf(fixed, n)), joules(energyOf(dynamic, n))]);
  const table = { columns: ['batches', 'static, J', 'dynamic, J'], numeric: [0, 1, 2], rows };
  return [{ kind: 'figure', caption, svg, table }];
}

function pointOf(x: number, y: number, doubt: number): Point {
  return { x, y, low: y * (1 - doubt), high: y * (1 + doubt) };
}

function distinct(values: readonly number[]): number[] {
  return [...new Set(values)].sort((a, b) => a - b);
}
