import type { Interval, ViewPoint, ViewSubject } from '@joulefleet/contracts';
import type { WorkloadOptions } from '@joulefleet/core';
import { renderCsv } from './render-csv';

type Field = string | number | boolean | null;
/** A title with its unit, and what of an item is below it. */
export type CsvColumn<T> = readonly [title: string, of: (item: T) => Field];

/** The rows of a view; every column has its unit in its title. The last one says whether twins made the figures. */
export function viewCsv<T>(
  { simulated }: { simulated: boolean },
  columns: readonly CsvColumn<T>[],
  items: readonly T[],
): string {
  return renderCsv(
    [...columns.map(([title]) => title), 'simulated'],
    items.map((item) => [...columns.map(([, of]) => of(item)), simulated]),
  );
}

/** Estimate and both ends; empty where there is none. */
export function intervalColumns<T>(title: string, of: (item: T) => Interval | null): CsvColumn<T>[] {
  return [
    [title, (item) => of(item)?.estimate ?? null],
    [`${title}_low`, (item) => of(item)?.low ?? null],
    [`${title}_high`, (item) => of(item)?.high ?? null],
  ];
}

export function subjectColumns<T>(of: (item: T) => ViewSubject): CsvColumn<T>[] {
  return [
    ['device', (item) => of(item).device],
    ['workload', (item) => of(item).workload],
    ['graph_mode', (item) => of(item).graphMode],
    ['options', (item) => optionsText(of(item).options)],
    ['inferences', (item) => of(item).inferences],
    ['work_unit', (item) => of(item).unit],
  ];
}

export function pointColumns<T>(of: (item: T) => ViewPoint): CsvColumn<T>[] {
  return [
    ['batch_size', (item) => of(item).batchSize],
    ['cell_key', (item) => of(item).cellKey],
    ['gpu_hz', (item) => of(item).levels.gpuHz],
    ['cpu_khz', (item) => of(item).levels.cpuKhz],
    ['trials', (item) => of(item).trials],
    ...intervalColumns<T>('energy_mj_per_inference', (item) => of(item).energyMj),
    ['energy_uncertainty_mj_per_inference', (item) => of(item).uncertaintyMj],
    ...intervalColumns<T>('time_ms_per_inference', (item) => of(item).timeMs),
    ...intervalColumns<T>('latency_ms_per_batch', (item) => of(item).batchMs),
    ...intervalColumns<T>('power_mw', (item) => of(item).powerMw),
    ['grade', (item) => of(item).grade],
  ];
}

function optionsText(options: WorkloadOptions): string {
  return Object.entries(options)
    .map(([name, level]) => `${name}=${String(level)}`)
    .join(' ');
}
