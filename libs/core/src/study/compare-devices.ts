import { DEVICE_CLASSES, frequencyTable, type DeviceClass } from '../device-class/device-class';
import { KNOWN_WORKLOADS, type KnownWorkload } from '../workload/known-workloads';
import { ofAllWorkloads, type Topologies } from './compare-topologies';
import { bandOf, type Expectations } from './expectations';
import { rowInside, rowNear, rowUnmeasured, type Row } from './row';
import type { StudyCell } from './study-source';
import { nearOptimum, type StudyTopology } from './topology';

/** What "similar" and "slightly" are taken to mean between Xavier NX and Orin NX. */
const SIMILAR_ENERGY = [0.8, 1.25] as const;
const SLIGHTLY_MORE_POWER = [1, 1.3] as const;
const SLIGHTLY_FASTER = [0.75, 1] as const;

const ALEXNET_CONFLICT =
  'the quoted latency spans of AlexNet fix its energy on each board and so this ratio; spans have the higher priority';

/** The tables of clocks (table 2.1), and device against device at the optima (sections 5.5 and 5.8). */
export function compareDevices(topologies: Topologies, expectations: Expectations): Row[] {
  return [
    ...DEVICE_CLASSES.flatMap((deviceClass) => tableRows(deviceClass, expectations)),
    ...ratioRows(topologies, 'jetson-xavier-nx', 'energyRatioNanoOverXavier', expectations),
    ...ratioRows(topologies, 'jetson-orin-nx', 'energyRatioNanoOverOrin', expectations),
    ...xavierAndOrin(topologies),
  ];
}

function tableRows(deviceClass: DeviceClass, expectations: Expectations): Row[] {
  const study = expectations.devices[deviceClass];
  const table = frequencyTable(deviceClass);
  const path = (name: string): string => `devices.${deviceClass}.${name}`;
  const exactly = { absolute: 0, unit: '' };
  const row = (name: string, expected: number, found: number): Row =>
    rowNear({ path: path(name), expectation: `${name}, ${deviceClass}` }, expected, found, exactly);
  const range = (name: string, expected: readonly number[], foundMhz: readonly number[]): Row =>
    rowInside(
      { path: path(name), expectation: `range of ${name}, ${deviceClass}`, study: bandOf(expected).join(' .. ') },
      [bandOf(expected)[0] - 0.5, bandOf(expected)[1] + 0.5],
      foundMhz,
      'MHz',
    );
  return [
    row('cpuFrequencies', study.cpuFrequencies, table.cpuKhz.length),
    row('gpuFrequencies', study.gpuFrequencies, table.gpuHz.length),
    row('combinations', study.combinations, table.cpuKhz.length * table.gpuHz.length),
    row('cores', study.cores, table.cores),
    range('cpuMhz', study.cpuMhz, [Math.min(...table.cpuKhz) / 1e3, Math.max(...table.cpuKhz) / 1e3]),
    range('gpuMhz', study.gpuMhz, [Math.min(...table.gpuHz) / 1e6, Math.max(...table.gpuHz) / 1e6]),
  ];
}

function ratioRows(
  topologies: Topologies,
  other: DeviceClass,
  name: 'energyRatioNanoOverXavier' | 'energyRatioNanoOverOrin',
  { topology }: Expectations,
): Row[] {
  return KNOWN_WORKLOADS.map((workload) => {
    const about = {
      path: `topology.${name}`,
      expectation: `energy at the optimum, jetson-nano over ${other}, ${workload}`,
    };
    const [nano, others] = [optimum(topologies, 'jetson-nano', workload), optimum(topologies, other, workload)];
    if (!nano || !others) return rowUnmeasured(about.path, about.expectation);
    const ratio = nano.energyJ / others.energyJ;
    const row = rowInside(about, bandOf(topology[name]), [ratio], '', ratio * Math.hypot(nano.doubt, others.doubt));
    const conflicting = workload === 'alexnet' && row.status === 'fails';
    return conflicting ? { ...row, status: 'reported', note: ALEXNET_CONFLICT } : row;
  });
}

function xavierAndOrin(topologies: Topologies): Row[] {
  const path = 'topology.xavierAndOrin';
  const [xavier, orin] = (['jetson-xavier-nx', 'jetson-orin-nx'] as const).map((deviceClass) =>
    ofAllWorkloads(topologies, deviceClass),
  );
  const rowOf = (
    what: string,
    study: string,
    band: readonly [number, number],
    read: (cell: StudyCell) => number,
  ): Row => {
    const expectation = `${what} at the optimum, Orin NX over Xavier NX, six workloads`;
    if (!xavier || !orin) return rowUnmeasured(path, expectation);
    const ratios = orin.map((each, i) => read(each.optimum) / read(xavier[i]!.optimum));
    const doubts = orin.map((each, i) => ratios[i]! * Math.hypot(spread(each, read), spread(xavier[i]!, read)));
    return rowInside({ path, expectation, study }, band, ratios, '', Math.max(...doubts));
  };
  return [
    rowOf('energy', 'similar', SIMILAR_ENERGY, (cell) => cell.energyJ),
    rowOf('power', 'slightly more', SLIGHTLY_MORE_POWER, (cell) => cell.powerW),
    rowOf('latency', 'slightly less', SLIGHTLY_FASTER, (cell) => cell.durationS),
  ];
}

/** By how much cells that may be the optimum differ from it, as a share. */
function spread(topology: StudyTopology, read: (cell: StudyCell) => number): number {
  return Math.max(...nearOptimum(topology).map((cell) => Math.abs(read(cell) / read(topology.optimum) - 1)));
}

function optimum(topologies: Topologies, deviceClass: DeviceClass, workload: KnownWorkload): StudyCell | undefined {
  return topologies.get(deviceClass)?.get(workload)?.optimum;
}
