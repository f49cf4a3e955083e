import { frontFigure, frontsAsCsv } from '@joulefleet/figures';
import { FigureChart } from '../../parts/figure-chart';
import { ResultView } from './result-view';
import type { ViewProps } from './view-props';
import { useResultView } from './use-result-view';

const FILTERS = ['device', 'workload', 'batchSize'] as const;

/** Time against energy, within a device and across devices and models. */
export function FrontResults({ campaignId }: ViewProps) {
  const { query, all } = useResultView('showFront', campaignId, FILTERS);
  const subjects = all?.fronts.flatMap(({ members }) =>
    members.map(({ device, workload, point: { batchSize } }) => ({ device, workload, batchSize })),
  );
  return (
    <ResultView query={query} subjects={subjects ?? []} filters={FILTERS} empty="No cell is accepted yet">
      {(view) =>
        view.fronts.map((front, place) => (
          <FigureChart
            key={place}
            figure={frontFigure(front, view.simulated)}
            name={['front', front.device, front.workload, front.benchmark].filter(Boolean).join('-')}
            csv={() => frontsAsCsv({ ...view, fronts: [front] })}
            simulated={view.simulated}
          />
        ))
      }
    </ResultView>
  );
}
