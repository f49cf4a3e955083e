import type { TopologySurfaceView, TopologyView } from '@joulefleet/contracts';
import { intervalColumns, subjectColumns, viewCsv } from './view-csv';

/** What the figures of a metric are in, in the title of a column. */
const COLUMNS = { energy: 'energy_mj_per_inference', latency: 'latency_ms_per_batch', power: 'power_mw' } as const;

/** One line for each cell of each surface. */
export function topologyAsCsv(view: TopologyView): string {
  type Item = { surface: TopologySurfaceView; cell: TopologySurfaceView['cells'][number] };
  const items = view.surfaces.flatMap((surface) => surface.cells.map((cell): Item => ({ surface, cell })));
  return viewCsv(
    view,
    [
      ...subjectColumns<Item>(({ surface }) => surface),
      ['batch_size', ({ surface }) => surface.batchSize],
      ['setting', ({ surface }) => surface.setting],
      ['cell_key', ({ cell }) => cell.cellKey],
      ['cpu_hz', ({ cell }) => cell.cpuHz],
      ['gpu_hz', ({ cell }) => cell.gpuHz],
      ['trials', ({ cell }) => cell.trials],
      ...intervalColumns<Item>(COLUMNS[view.metric], ({ cell }) => cell.value),
      ['above_optimum_pct', ({ cell }) => cell.aboveOptimumPct],
      ['optimum', ({ surface, cell }) => cell.cellKey === surface.optimum.cellKey],
      ['may_be_best', ({ cell }) => cell.mayBeBest],
      ['grade', ({ cell }) => cell.grade],
      ...intervalColumns<Item>('saving_pct', ({ surface }) => surface.correctedSavingPct),
      ['saving_rankable', ({ surface }) => surface.savingGrades?.rankable ?? null],
    ],
    items,
  );
}
