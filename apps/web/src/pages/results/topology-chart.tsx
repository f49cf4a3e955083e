import type { TopologySurfaceView, TopologyView } from '@joulefleet/contracts';
import { formatFrequency } from '@joulefleet/core';
import { formatInterval, topologyAsCsv, topologyFigure, type ViewAngle } from '@joulefleet/figures';
import { memo, useMemo, useState } from 'react';
import { FigureChart } from '../../parts/figure-chart';
import { useNarrowScreen } from '../../parts/use-narrow-screen';
import { SurfaceTools } from './surface-tools';
import { useTurn, type Turn } from './use-turn';

export const METRICS = { energy: 'Energy per inference', latency: 'Latency per batch', power: 'Mean power' } as const;

interface ChartProps {
  view: TopologyView;
  surface: TopologySurfaceView;
}

/** A metric over both clocks as colours. */
export const TopologyMap = memo(function TopologyMap(props: ChartProps) {
  return <TopologyChart {...props} turn={null} />;
});

interface SurfaceProps extends ChartProps {
  /** Of the address. */
  angle: ViewAngle;
  onTurned: (angle: ViewAngle) => void;
}

/** A metric over both clocks as heights, turned as one likes. */
export function TopologySurface({ angle, onTurned, ...props }: SurfaceProps) {
  return <TopologyChart {...props} turn={useTurn(angle, onTurned)} />;
}

function TopologyChart({ view, surface, turn }: ChartProps & { turn: Turn | null }) {
  const [chosen, setChosen] = useState<string | null>(null);
  const [pointed, setPointed] = useState<string | null>(null);
  const { metric, metricUnit, simulated } = view;
  const unit = metric === 'energy' ? `mJ/${surface.unit}` : metricUnit;
  const angle = turn?.angle ?? null;
  const size = useNarrowScreen() ? 'narrow' : 'wide';
  const figure = useMemo(
    () => topologyFigure(surface, { metric: METRICS[metric], unit, simulated, chosen, angle, size }),
    [surface, metric, unit, simulated, chosen, angle, size],
  );
  const shown = pointed ?? chosen;
  const cell = surface.cells.find(({ cellKey }) => cellKey === shown);
  return (
    <FigureChart
      figure={figure}
      name={`${turn ? 'surface' : 'topology'}-${metric}-${nameOf(surface)}`}
      csv={() => topologyAsCsv({ ...view, surfaces: [surface] })}
      simulated={simulated}
      onPick={setChosen}
      onPoint={setPointed}
      turning={turn && { tools: <SurfaceTools {...turn} />, handlers: turn.handlers }}
      legend={
        <p role="status">
          {cell
            ? `CPU ${formatFrequency(cell.cpuHz)}, GPU ${formatFrequency(cell.gpuHz)}: ${formatInterval(cell.value, unit)}, ${cell.aboveOptimumPct.toFixed(1)} % above the optimum, grade ${cell.grade}.`
            : 'Point at a cell for its figures, or open the table.'}
        </p>
      }
    />
  );
}

export function nameOf(surface: TopologySurfaceView): string {
  const { device, workload, graphMode, batchSize, inferences, setting, options } = surface;
  return [device, workload, graphMode, batchSize, inferences, setting, ...Object.entries(options).flat()]
    .filter((part) => part !== '')
    .join('-');
}
