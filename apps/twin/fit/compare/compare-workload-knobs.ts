import { DEVICE_CLASSES, frequencyTable, type DeviceClass } from '@joulefleet/core';
import { expectedTrial } from '../../src/physics/expected-trial';
import { defaultGovernors } from '../../src/physics/governor-dwell';
import type { Parameters } from '../../src/physics/parameters';
import type { RunOptions } from '../../src/physics/quantities';
import { bandOf, type Band, type Expectations } from '../expectations';
import { batchEffectPct, batchEnergyAt } from '../observe-batches';
import { batchEnergyUnderDvfs, graphOptions, loadEnergyUnderDvfs } from '../observe-graph';
import { INFERENCES } from '../topology';
import { nearestClock } from '../nearest-clock';
import { rowCount, rowInside, rowNear, type Row } from './row';

/** Batch size, graph mode and runtime (sections 5.3, 5.6, 5.9, 5.10, 5.11). */
export function compareWorkloadKnobs(parameters: Parameters, expectations: Expectations): Row[] {
  return [
    ...DEVICE_CLASSES.flatMap((deviceClass) => batchRows(parameters, deviceClass, expectations)),
    ...graphRows(parameters, expectations),
    ...implementationRows(parameters, expectations),
  ];
}

function batchRows(parameters: Parameters, deviceClass: DeviceClass, expectations: Expectations): Row[] {
  const { cpuMhz } = expectations.batchSize.at[deviceClass];
  const usualMhz = expectations.topology.usualOptimumGpuMhz[deviceClass];
  const { cpuKhz, gpuHz } = frequencyTable(deviceClass);
  const everyGpu = gpuHz.map((hz) => batchEffectPct(parameters, deviceClass, cpuMhz, hz / 1e6));
  const path = 'batchSize';
  return [
    independence(deviceClass, bandOf(expectations.batchSize.energyOfBatch64VersusBatch8Pct[deviceClass]), everyGpu),
    rowInside(
      {
        path: `${path}.energyOfBatch64VersusBatch8Pct.${deviceClass}`,
        expectation: `energy of batch 64 against 8 at the usual GPU clock, ${deviceClass}`,
      },
      bandOf(expectations.batchSize.energyOfBatch64VersusBatch8Pct[deviceClass]),
      [batchEffectPct(parameters, deviceClass, cpuMhz, usualMhz)],
      '%',
    ),
    rowCount(
      {
        path: `${path}.shape`,
        expectation: `energy falls with each doubling of the batch, less each time, at every GPU clock, ${deviceClass}`,
        study: 'all',
      },
      gpuHz.length,
      gpuHz.map((hz) => fallsLessEachTime(parameters, deviceClass, cpuMhz, hz / 1e6)),
    ),
    rowNear(
      { path: `${path}.at.${deviceClass}`, expectation: `CPU clock held, in the table, ${deviceClass}` },
      cpuMhz,
      nearestClock(cpuKhz, cpuMhz * 1e3) / 1e3,
      { absolute: 0.5, unit: 'MHz' },
    ),
  ];
}

/** The study calls the effect independent of the clocks; no time that is proportional to 1 / clock can be. */
function independence(deviceClass: DeviceClass, band: Band, everyGpu: readonly number[]): Row {
  const row = rowInside(
    { path: 'batchSize.shape', expectation: `energy of batch 64 against 8 at every GPU clock, ${deviceClass}` },
    band,
    everyGpu,
    '%',
  );
  const note = 'at low clocks the GPU time of the quoted latency span outgrows what a larger batch saves';
  return row.status === 'fails' ? { ...row, status: 'reported', note } : row;
}

function fallsLessEachTime(parameters: Parameters, deviceClass: DeviceClass, cpuMhz: number, gpuMhz: number): boolean {
  const [e8 = NaN, e16 = NaN, e32 = NaN, e64 = NaN] = [8, 16, 32, 64].map((batchSize) =>
    batchEnergyAt(parameters, deviceClass, batchSize, cpuMhz, gpuMhz),
  );
  return e8 - e16 > e16 - e32 && e16 - e32 > e32 - e64 && e32 > e64;
}

function graphRows(parameters: Parameters, { graph }: Expectations): Row[] {
  const load = (mode: 'static' | 'dynamic'): number => loadEnergyUnderDvfs(parameters, graph.batchSize, mode);
  const afterTen = (mode: 'static' | 'dynamic'): number =>
    load(mode) + 10 * batchEnergyUnderDvfs(parameters, graph.batchSize, mode);
  const halfPoint = { absolute: 0.5, unit: '%' };
  return [
    rowNear(
      {
        path: 'graph.staticLoadEnergyVersusDynamicPct',
        expectation: 'energy of loading, static against dynamic graph',
      },
      graph.staticLoadEnergyVersusDynamicPct,
      100 * (load('static') / load('dynamic') - 1),
      halfPoint,
    ),
    rowNear(
      {
        path: 'graph.staticTotalEnergyAfter10BatchesPct',
        expectation: 'energy of loading and ten batches, static against dynamic graph',
      },
      graph.staticTotalEnergyAfter10BatchesPct,
      100 * (afterTen('static') / afterTen('dynamic') - 1),
      halfPoint,
    ),
  ];
}

function implementationRows(parameters: Parameters, { implementation, topology }: Expectations): Row[] {
  const standard = graphOptions(topology.batchSize, 'dynamic');
  const energyOf = (options: RunOptions): number =>
    expectedTrial(options, defaultGovernors('jetson-nano'), INFERENCES, parameters).energyMj;
  const against = (options: RunOptions, reference: RunOptions): number =>
    100 * (energyOf(options) / energyOf(reference) - 1);
  const row = (name: keyof typeof implementation, expectation: string, twin: number): Row =>
    rowNear({ path: `implementation.${name}`, expectation }, implementation[name], twin, { absolute: 0.1, unit: '%' });
  return [
    row(
      'pytorchOverLibtorchEnergyPct',
      'energy, PyTorch over LibTorch',
      against(standard, { ...standard, runtime: 'libtorch' }),
    ),
    row('lazyLoadingOffPct', 'energy, lazy loading off', against({ ...standard, lazyLoading: false }, standard)),
    row(
      'garbageCollectionOffPct',
      'energy, garbage collection off',
      against({ ...standard, garbageCollection: false }, standard),
    ),
  ];
}
