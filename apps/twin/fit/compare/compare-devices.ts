import {
  frequencyTable,
  DEVICE_CLASSES,
  KNOWN_WORKLOADS,
  type DeviceClass,
  type KnownWorkload,
} from '@joulefleet/core';
import { bandOf, type Expectations } from '../expectations';
import type { Cell } from '../topology';
import type { Topologies } from './compare-topologies';
import { rowInside, rowNear, type Row } from './row';

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
    const energy = optima(topologies, workload);
    const row = rowInside(
      { path: `topology.${name}`, expectation: `energy at the optimum, jetson-nano over ${other}, ${workload}` },
      bandOf(topology[name]),
      [energy('jetson-nano').energyJ / energy(other).energyJ],
      '',
    );
    const conflicting = workload === 'alexnet' && row.status === 'fails';
    return conflicting ? { ...row, status: 'reported', note: ALEXNET_CONFLICT } : row;
  });
}

function xavierAndOrin(topologies: Topologies): Row[] {
  const ratios = (read: (cell: Cell) => number): number[] =>
    KNOWN_WORKLOADS.map((workload) => {
      const optimum = optima(topologies, workload);
      return read(optimum('jetson-orin-nx')) / read(optimum('jetson-xavier-nx'));
    });
  const path = 'topology.xavierAndOrin';
  const rowOf = (what: string, study: string, band: readonly [number, number], figures: number[]): Row =>
    rowInside(
      { path, expectation: `${what} at the optimum, Orin NX over Xavier NX, six workloads`, study },
      band,
      figures,
      '',
    );
  return [
    rowOf(
      'energy',
      'similar',
      SIMILAR_ENERGY,
      ratios((cell) => cell.energyJ),
    ),
    rowOf(
      'power',
      'slightly more',
      SLIGHTLY_MORE_POWER,
      ratios((cell) => cell.powerW),
    ),
    rowOf(
      'latency',
      'slightly less',
      SLIGHTLY_FASTER,
      ratios((cell) => cell.durationS),
    ),
  ];
}

function optima(topologies: Topologies, workload: KnownWorkload): (deviceClass: DeviceClass) => Cell {
  return (deviceClass) => topologies[deviceClass][workload].optimum;
}
