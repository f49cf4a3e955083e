import { batchesAsCsv, batchFigure } from '@joulefleet/figures';
import { FigureChart } from '../../parts/figure-chart';
import { ResultView } from './result-view';
import type { ViewProps } from './view-props';
import { useResultView } from './use-result-view';

const FILTERS = ['device', 'workload'] as const;

/** Energy per inference by batch size. */
export function BatchResults({ campaignId }: ViewProps) {
  const { query, all } = useResultView('showBatches', campaignId, FILTERS);
  return (
    <ResultView
      query={query}
      subjects={all?.effects ?? []}
      filters={FILTERS}
      empty="No workload has two batch sizes that are accepted yet"
    >
      {(view) =>
        view.effects.map((effect, place) => (
          <FigureChart
            key={place}
            figure={batchFigure(effect, view.simulated)}
            name={`batches-${effect.device}-${effect.workload}-${place + 1}`}
            csv={() => batchesAsCsv({ ...view, effects: [effect] })}
            simulated={view.simulated}
          />
        ))
      }
    </ResultView>
  );
}
