import type { GovernedClock, TopologyQuery, TopologySurfaceView, TopologyView } from '@joulefleet/contracts';
import {
  commandInText,
  metricOf,
  savingGrades,
  subjectOf,
  topologyOf,
  type ComparisonRow,
  type TopologyMetric,
  type TopologySurface,
} from '@joulefleet/core';
import { clocksByCell } from './clocks-by-cell';
import { describeRow } from './notes';

/** Cells of all surfaces together: half a megabyte of JSON. */
const MAX_CELLS = 3_000;
const MAX_SURFACES = 100;

const UNITS = { energy: 'mJ', latency: 'ms', power: 'mW' } as const;

type Topology = Pick<TopologyView, 'metric' | 'metricUnit' | 'surfaces' | 'leftOut' | 'notes'>;

/** The surfaces of some rows, and what cannot be said of them. Yields after each row. */
export function* topologyOfRows(
  rows: readonly ComparisonRow[],
  { metric }: Pick<TopologyQuery, 'metric'>,
  clocks: readonly GovernedClock[],
): Generator<void, Topology> {
  const clocksOf = clocksByCell(clocks);
  const surfaces: TopologySurfaceView[] = [];
  const notes: string[] = [];
  for (const row of rows) {
    const own = surfacesOf(row, metric).map((surface) => surfaceView(row, surface, metric, clocksOf));
    surfaces.push(...own);
    notes.push(...notesOn(row, own.length));
    yield;
  }
  return { metric, metricUnit: UNITS[metric], ...limited(surfaces), notes };
}

/** Surfaces of rows that are in memory, as long as these are: a row is never changed. */
const known = new WeakMap<ComparisonRow, Map<TopologyMetric, TopologySurface[]>>();

function surfacesOf(row: ComparisonRow, metric: TopologyMetric): TopologySurface[] {
  const ofRow = known.get(row) ?? new Map<TopologyMetric, TopologySurface[]>();
  known.set(row, ofRow);
  const surfaces = ofRow.get(metric) ?? topologyOf(row, metric);
  ofRow.set(metric, surfaces);
  return surfaces;
}

function surfaceView(
  row: ComparisonRow,
  surface: TopologySurface,
  metric: TopologyMetric,
  clocksOf: ReturnType<typeof clocksByCell>,
): TopologySurfaceView {
  const { batchSize, baseline, dvfs, savingPct, correctedSavingPct, latencyCostPct } = row;
  return {
    ...{ ...subjectOf(row), batchSize, ...surface, measured: surface.cells.length },
    ...{ baseline, baselineValue: dvfs && metricOf(row, dvfs, metric) },
    ...{ savingPct, correctedSavingPct, latencyCostPct, savingGrades: savingGrades(row) },
    residency: clocksOf(row.device, dvfs?.cellKey),
  };
}

/** The first surfaces, and of these the cells of the first ones; a surface is shown with all its cells or with none. */
function limited(all: readonly TopologySurfaceView[]): Pick<Topology, 'surfaces' | 'leftOut'> {
  let room = MAX_CELLS;
  let cells = 0;
  const surfaces = all.slice(0, MAX_SURFACES).map((surface) => {
    room -= surface.measured;
    if (room >= 0) return surface;
    cells += surface.measured;
    return { ...surface, cells: [] };
  });
  return { surfaces, leftOut: { surfaces: all.length - surfaces.length, cells } };
}

function* notesOn(row: ComparisonRow, surfaces: number): Generator<string> {
  const what = describeRow(row);
  if (surfaces === 0) {
    yield `${what}: no cell has both clocks pinned; factors: { gpuFrequency: all, cpuFrequency: all } in the campaign file measures them`;
  }
  if (!row.dvfs) {
    yield `${what}: no baseline was measured, so there is no saving to quote; baseline: dvfs in the campaign file and ${commandInText('campaign extend --file')} measure it`;
  } else if (row.savingPct && !row.correctedSavingPct) {
    yield `${what}: the optimum has a single trial, so its saving is not corrected for the luck of the choice; ${commandInText('campaign extend --repetitions 2')} adds trials`;
  }
}
