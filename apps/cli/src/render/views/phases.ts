import type { CellPhasesView, PhasesView } from '@joulefleet/contracts';
import { describeSetting, describeWork } from '@joulefleet/core';
import { formatEnergy, formatMeanDuration, withUncertainty } from '@joulefleet/figures';
import { fitTable } from '../table/fit-table';
import { viewPage, type ViewScreen, type ViewSection } from './view-page';

const LEGEND = [
  'energy: of the whole phase; ±: 95 % uncertainty of a figure on its own, meter included. Warm-up is not part of the energy of an inference, nor is loading.',
];

/** Energy, time and power of each phase, a table for each device and work. */
export function renderPhases(view: PhasesView, screen: ViewScreen): string {
  const works = new Map<string, CellPhasesView[]>();
  for (const cell of view.cells) works.set(titleOf(cell), [...(works.get(titleOf(cell)) ?? []), cell]);
  const sections = [...works].map(([title, cells]): ViewSection => ({ title, body: [tableOf(cells, screen)] }));
  return viewPage(view, sections, LEGEND, screen);
}

function titleOf(cell: CellPhasesView): string {
  return `${cell.device}: ${describeWork(cell)}, batch ${cell.point.batchSize}, ${cell.inferences} ${cell.unit}s`;
}

function tableOf(cells: readonly CellPhasesView[], screen: ViewScreen): string {
  const right = { align: 'right' as const };
  const columns = [
    { title: 'clocks' },
    { title: 'phase' },
    ...['trials', 'energy', 'time', 'power'].map((title) => ({ title, ...right })),
  ];
  const rows = cells.flatMap(({ point, phases }) =>
    phases.map(({ phase, trials, energyMj, uncertaintyMj, durationMs, powerMw }, i) => [
      i === 0 ? describeSetting(point.levels) : '',
      phase,
      String(trials),
      formatEnergy(energyMj.estimate, uncertaintyMj),
      formatMeanDuration(durationMs),
      withUncertainty(powerMw / 1e3, uncertaintyMj / durationMs.estimate, 'W'),
    ]),
  );
  return fitTable(columns, rows, screen);
}
