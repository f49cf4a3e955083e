import type { CellPhasesView, PhasesView } from '@joulefleet/contracts';
import { describeSetting, describeWork } from '@joulefleet/core';
import { formatInterval, formatWithin, phasesAsCsv } from '@joulefleet/figures';
import { SimulatedBadge } from '../../parts/badge';
import { Button } from '../../parts/button';
import { LongTable } from '../../parts/long-table';
import { saveText } from '../../parts/save-file';
import { ResultView } from './result-view';
import styles from './results.module.css';
import type { ViewProps } from './view-props';
import { useResultView } from './use-result-view';

const FILTERS = ['device', 'workload', 'batchSize'] as const;
const COLUMNS = ['Setting', 'Phase', 'Trials', 'Energy, J', 'Time, s', 'Mean power, W'];
const PER_THOUSAND = 1000;

/** What loading, warming up and inference take, cell by cell. */
export function PhaseResults({ campaignId }: ViewProps) {
  const { query, all } = useResultView('showPhases', campaignId, FILTERS);
  return (
    <ResultView
      query={query}
      subjects={all?.cells.map((cell) => ({ ...cell, batchSize: cell.point.batchSize })) ?? []}
      filters={FILTERS}
      empty="No cell is accepted yet"
    >
      {(view) =>
        [...worksOf(view)].map(([title, cells]) => <Work key={title} title={title} view={{ ...view, cells }} />)
      }
    </ResultView>
  );
}

function worksOf({ cells }: PhasesView): Map<string, CellPhasesView[]> {
  const works = new Map<string, CellPhasesView[]>();
  for (const cell of cells) {
    const title = `${cell.device}, ${describeWork(cell)}, batch ${cell.point.batchSize}, ${cell.inferences.toLocaleString()} ${cell.unit}s`;
    works.set(title, [...(works.get(title) ?? []), cell]);
  }
  return works;
}

function Work({ title, view }: { title: string; view: PhasesView }) {
  const rows = view.cells.flatMap(({ point, phases }) => phases.map((phase) => ({ point, ...phase })));
  const save = (): void =>
    saveText(`phases-${title.replace(/[^\w.-]+/g, '-')}.csv`, 'text/csv', `${phasesAsCsv(view)}\n`);
  return (
    <section aria-label={title}>
      <h2>
        {title} <SimulatedBadge simulated={view.simulated} />
      </h2>
      <LongTable
        label={`Phases of ${title}`}
        columns={COLUMNS}
        rows={rows}
        keyOf={({ point, phase }) => `${point.cellKey} ${phase}`}
      >
        {({ point, phase, trials, energyMj, uncertaintyMj, durationMs, powerMw }) => (
          <>
            <th scope="row">{describeSetting(point.levels)}</th>
            <td>{phase}</td>
            <td>{trials}</td>
            <td>{formatWithin(energyMj.estimate / PER_THOUSAND, uncertaintyMj / PER_THOUSAND)}</td>
            <td>{formatInterval(inThousands(durationMs))}</td>
            <td>{formatWithin(powerMw / PER_THOUSAND, uncertaintyMj / durationMs.estimate)}</td>
          </>
        )}
      </LongTable>
      <p className={styles.quiet}>
        Energy of the whole phase. ± is the 95 % uncertainty, of energy and power that of the figure on its own, the
        meter included, of time that of repetition. Loading and warming up are not part of the energy of an inference. A
        phase that was too short for a reading is left out.
      </p>
      <Button onClick={save}>Save as CSV</Button>
    </section>
  );
}

function inThousands({ estimate, low, high }: CellPhasesView['phases'][number]['durationMs']) {
  return { estimate: estimate / PER_THOUSAND, low: low / PER_THOUSAND, high: high / PER_THOUSAND };
}
