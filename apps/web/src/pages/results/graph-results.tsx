import type { ImplementationEffectView, ImplementationsView } from '@joulefleet/contracts';
import { describeWork } from '@joulefleet/core';
import { formatInterval, graphFigure, implementationsAsCsv, type Table } from '@joulefleet/figures';
import { SimulatedBadge } from '../../parts/badge';
import { DataTable } from '../../parts/data-table';
import { FigureChart } from '../../parts/figure-chart';
import { ResultView } from './result-view';
import type { ViewProps } from './view-props';
import styles from './results.module.css';
import { useResultView } from './use-result-view';

const FILTERS = ['device', 'workload', 'batchSize'] as const;
const AT = { dvfs: 'under the governors', optimum: 'each at its optimum' } as const;

/** Graph modes, runtimes and other options against their controls, with loading. */
export function GraphResults({ campaignId }: ViewProps) {
  const { query, all } = useResultView('showImplementations', campaignId, FILTERS);
  return (
    <ResultView
      query={query}
      subjects={all?.effects ?? []}
      filters={FILTERS}
      empty="No two implementations of a workload are accepted yet"
    >
      {(view) => view.effects.map((effect, place) => <Effect key={place} view={view} effect={effect} place={place} />)}
    </ResultView>
  );
}

interface EffectProps {
  view: ImplementationsView;
  effect: ImplementationEffectView;
  place: number;
}

function Effect({ view, effect, place }: EffectProps) {
  const { simulated } = view;
  const figure = graphFigure(effect, simulated);
  const { device, workload, batchSize, factor, level, controlLevel } = effect;
  const ratios = <Ratios effect={effect} />;
  if (!figure) {
    return (
      <section>
        <h2>
          {device}, {describeWork(effect)}, batch {batchSize}: {factor} {level} against {controlLevel}{' '}
          <SimulatedBadge simulated={simulated} />
        </h2>
        {ratios}
        <p>No energy of loading is known of both, so there is no figure since the start of loading.</p>
      </section>
    );
  }
  return (
    <FigureChart
      figure={figure}
      name={`graph-${device}-${workload}-${batchSize}-${level}-${place + 1}`}
      csv={() => implementationsAsCsv({ ...view, effects: [effect] })}
      simulated={simulated}
    >
      {ratios}
    </FigureChart>
  );
}

function Ratios({ effect: { points, overall, level, controlLevel } }: Pick<EffectProps, 'effect'>) {
  const table: Table = {
    columns: [`${level} over ${controlLevel}`, 'energy', 'time', 'mean power', 'from', 'grade'],
    numeric: [1, 2, 3],
    rows: [
      ...points.map(({ at, energy, time, power, trials, controlTrials, grade, againstGrade }) => [
        ...[AT[at], ...[energy, time, power].map((ratio) => formatInterval(ratio))],
        ...[`${trials} and ${controlTrials} trials`, grade === againstGrade ? grade : `${grade} and ${againstGrade}`],
      ]),
      ...(overall
        ? [
            [
              'all clocks that both have',
              ...[overall.energy, overall.time, overall.power].map((ratio) => formatInterval(ratio)),
              ...[`${overall.cells} cells`, ''],
            ],
          ]
        : []),
    ],
  };
  return (
    <>
      <DataTable table={table} label="Ratios to the control" />
      <p className={styles.quiet}>Ratios with 95 % intervals; below 1 it takes less than its control.</p>
    </>
  );
}
