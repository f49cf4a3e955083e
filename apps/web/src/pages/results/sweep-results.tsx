import { sweepFigure, sweepsAsCsv } from '@joulefleet/figures';
import { FigureChart } from '../../parts/figure-chart';
import { useSearchChoices } from '../../parts/use-search-choices';
import { Choice } from '../../parts/choice';
import { ResultView } from './result-view';
import type { ViewProps } from './view-props';
import { useResultView } from './use-result-view';

const FILTERS = ['device', 'workload', 'batchSize'] as const;
const AXES = [
  ['', 'GPU clock'],
  ['cpu', 'CPU clock'],
] as const;
const HELD = [
  ['', 'highest'],
  ['optimum', 'optimum’s'],
] as const;

/** Power, latency and energy along one clock. */
export function SweepResults({ campaignId }: ViewProps) {
  const [search, set] = useSearchChoices();
  const axis = search.get('axis') ?? '';
  const at = search.get('at') ?? '';
  const own = { axis: axis || undefined, at: at || undefined };
  const { query, all } = useResultView('showSweep', campaignId, FILTERS, own);
  return (
    <ResultView
      query={query}
      subjects={all?.sweeps ?? []}
      filters={FILTERS}
      controls={
        <>
          <Choice title="Along the" value={axis} choices={AXES} onSet={(value) => set('axis', value)} />
          <Choice title="Other clock at its" value={at} choices={HELD} onSet={(value) => set('at', value)} />
        </>
      }
      empty="No two clocks with all else equal are accepted yet"
    >
      {(view) =>
        view.sweeps.map((sweep, place) => (
          <FigureChart
            key={place}
            figure={sweepFigure(sweep, view.simulated)}
            name={`sweep-${sweep.axis}-${sweep.device}-${sweep.workload}-${sweep.batchSize}-${place + 1}`}
            csv={() => sweepsAsCsv({ ...view, sweeps: [sweep] })}
            simulated={view.simulated}
          />
        ))
      }
    </ResultView>
  );
}
