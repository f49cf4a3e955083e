import { governorsAsCsv, governorsFigure } from '@joulefleet/figures';
import { FigureChart } from '../../parts/figure-chart';
import { ResultView } from './result-view';
import type { ViewProps } from './view-props';
import { useResultView } from './use-result-view';

const FILTERS = ['device', 'workload', 'batchSize'] as const;

/** Governors against one another and against the device's own. */
export function GovernorResults({ campaignId }: ViewProps) {
  const { query, all } = useResultView('showGovernors', campaignId, FILTERS);
  return (
    <ResultView
      query={query}
      subjects={all?.effects ?? []}
      filters={FILTERS}
      empty="No two settings of the governors are accepted yet"
    >
      {(view) =>
        view.effects.map((effect, place) => (
          <FigureChart
            key={place}
            figure={governorsFigure(effect, view.simulated)}
            name={`governors-${effect.device}-${effect.workload}-${effect.batchSize}-${place + 1}`}
            csv={() => governorsAsCsv({ ...view, effects: [effect] })}
            simulated={view.simulated}
          />
        ))
      }
    </ResultView>
  );
}
