import { useMemo } from 'react';
import { useSearchChoices } from '../../parts/use-search-choices';
import { Choice } from '../../parts/choice';
import { angleOf, textOfAngle } from './angle-text';
import { ResultView } from './result-view';
import { METRICS, nameOf, TopologyMap, TopologySurface } from './topology-chart';
import type { ViewProps } from './view-props';
import { useResultView } from './use-result-view';

const FILTERS = ['device', 'workload', 'batchSize'] as const;
const CHOICES = Object.entries(METRICS);
const SHAPES = [
  ['', 'map'],
  ['surface', 'surface'],
] as const;

/** Energy, latency or power over both clocks, as a map or as a surface. */
export function TopologyResults({ campaignId }: ViewProps) {
  const [search, set] = useSearchChoices();
  const asked = search.get('metric');
  const metric = asked === 'latency' || asked === 'power' ? asked : 'energy';
  const shape = search.get('as') === 'surface' ? 'surface' : '';
  const turn = search.get('turn');
  const angle = useMemo(() => angleOf(turn), [turn]);
  const { query, all } = useResultView('showTopology', campaignId, FILTERS, { metric });
  return (
    <ResultView
      query={query}
      subjects={all?.surfaces ?? []}
      filters={FILTERS}
      controls={
        <>
          <Choice title="Show" value={metric} choices={CHOICES} onSet={(value) => set('metric', value)} />
          <Choice title="As" value={shape} choices={SHAPES} onSet={(value) => set('as', value)} />
        </>
      }
      empty="No cell with both clocks pinned is accepted yet"
    >
      {(view) =>
        view.surfaces.map((surface) => {
          const [key, of] = [nameOf(surface), { view, surface }];
          return shape === '' ? (
            <TopologyMap key={key} {...of} />
          ) : (
            <TopologySurface key={key} {...of} angle={angle} onTurned={(next) => set('turn', textOfAngle(next))} />
          );
        })
      }
    </ResultView>
  );
}
