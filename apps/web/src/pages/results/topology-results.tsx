import type { TopologySurfaceView, TopologyView } from '@joulefleet/contracts';
import { formatFrequency } from '@joulefleet/core';
import { formatInterval, topologyAsCsv, topologyFigure } from '@joulefleet/figures';
import { memo, useMemo, useState } from 'react';
import { FigureChart } from '../../parts/figure-chart';
import { useSearchChoices } from '../../parts/use-search-choices';
import { Choice } from './choice';
import { ResultView } from './result-view';
import type { ViewProps } from './view-props';
import { useResultView } from './use-result-view';

const METRICS = { energy: 'Energy per inference', latency: 'Latency per batch', power: 'Mean power' } as const;
const FILTERS = ['device', 'workload', 'batchSize'] as const;
const CHOICES = Object.entries(METRICS);

/** Energy, latency or power over both clocks, as a map. */
export function TopologyResults({ campaignId }: ViewProps) {
  const [search, set] = useSearchChoices();
  const asked = search.get('metric');
  const metric = asked === 'latency' || asked === 'power' ? asked : 'energy';
  const { query, all } = useResultView('showTopology', campaignId, FILTERS, { metric });
  return (
    <ResultView
      query={query}
      subjects={all?.surfaces ?? []}
      filters={FILTERS}
      controls={<Choice title="Show" value={metric} choices={CHOICES} onSet={(value) => set('metric', value)} />}
      empty="No cell with both clocks pinned is accepted yet"
    >
      {(view) => view.surfaces.map((surface) => <Surface key={nameOf(surface)} view={view} surface={surface} />)}
    </ResultView>
  );
}

const Surface = memo(function Surface({ view, surface }: { view: TopologyView; surface: TopologySurfaceView }) {
  const [chosen, setChosen] = useState<string | null>(null);
  const { metric, metricUnit, simulated } = view;
  const unit = metric === 'energy' ? `mJ/${surface.unit}` : metricUnit;
  const figure = useMemo(
    () => topologyFigure(surface, { metric: METRICS[metric], unit, simulated, chosen }),
    [surface, metric, unit, simulated, chosen],
  );
  const cell = surface.cells.find(({ cellKey }) => cellKey === chosen);
  return (
    <FigureChart
      figure={figure}
      name={`topology-${metric}-${nameOf(surface)}`}
      csv={() => topologyAsCsv({ ...view, surfaces: [surface] })}
      simulated={simulated}
      onPick={setChosen}
      legend={
        <p role="status">
          {cell
            ? `CPU ${formatFrequency(cell.cpuHz)}, GPU ${formatFrequency(cell.gpuHz)}: ${formatInterval(cell.value, unit)}, ${cell.aboveOptimumPct.toFixed(1)} % above the optimum, grade ${cell.grade}.`
            : 'Point at a cell for its figures, or open the table.'}
        </p>
      }
    />
  );
});

function nameOf({ device, workload, graphMode, batchSize, inferences, setting, options }: TopologySurfaceView): string {
  return [device, workload, graphMode, batchSize, inferences, setting, ...Object.entries(options).flat()]
    .filter((part) => part !== '')
    .join('-');
}
