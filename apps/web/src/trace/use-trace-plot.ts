import type { TrialAttempt } from '@joulefleet/contracts';
import { useEffect, useEffectEvent, useRef, useState, type RefObject } from 'react';
import type { ApiFailure } from '../api/api-failure';
import { callRoute } from '../api/call-route';
import { conditionColumns } from './condition-columns';
import { followTheme, readColors } from './series-colors';
import { TileStore } from './tile-store';
import { TILE_COLUMNS } from './tiles';
import type { TimeRange } from './time-range';
import { TracePlot } from './trace-plot';

export interface PlottedAttempt {
  campaignId: string;
  trialId: string;
  attempt: TrialAttempt;
}

export type Dragging = 'selects' | 'moves';

interface PlotUse {
  selection: TimeRange | null;
  onSelect: (range: TimeRange) => void;
  onView: (view: TimeRange) => void;
  onPoint: (seconds: number | null, powerW: readonly (number | null)[]) => void;
  dragging: Dragging;
}

interface Plotted {
  host: RefObject<HTMLDivElement | null>;
  plot: RefObject<TracePlot | null>;
  failure: ApiFailure | null;
}

/** Draws an attempt into an element for as long as it is shown. */
export function useTracePlot({ campaignId, trialId, attempt }: PlottedAttempt, use: PlotUse): Plotted {
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<TracePlot>(null);
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const now = useEffectEvent(() => ({ ...use, attempt }));
  const { selection } = use;
  const { number, firstUs, lastUs, samples } = identityOf(attempt);
  useEffect(() => {
    const element = host.current!;
    const trace = { startUs: firstUs, endUs: lastUs, samples };
    const measured = now().attempt;
    const { rails } = measured.trace;
    const read = () => readColors(element, rails.length + measured.clocks.length);
    let colors = read();
    const drawn = new TracePlot(element, {
      ...{ trace, rails, clocks: measured.clocks.map(({ clock }) => clock) },
      conditions: conditionColumns(measured, trace),
      colors: () => colors,
      dragging: () => now().dragging,
      onSelect: (range) => now().onSelect(range),
      onView: (view) => now().onView(view),
      onPoint: (seconds, powerW) => now().onPoint(seconds, powerW),
    });
    const tiles = new TileStore(trace, {
      read: ({ startUs, endUs }, signal) => {
        const query = { attempt: number, fromUs: startUs, toUs: endUs, columns: TILE_COLUMNS };
        return callRoute('showTrace', { params: { id: campaignId, trialId }, query, signal });
      },
      onMore: () => drawn.draw(),
      onFailure: setFailure,
    });
    drawn.drawFrom(tiles);
    plot.current = drawn;
    const endTheme = followTheme(() => {
      colors = read();
      drawn.draw();
    });
    return () => {
      endTheme();
      tiles.close();
      drawn.destroy();
      plot.current = null;
    };
    // What is measured of an attempt does not change: another one is another plot.
  }, [campaignId, trialId, number, firstUs, lastUs, samples]);
  useEffect(() => {
    plot.current?.setMarks({ windows: attempt.windows, events: attempt.events, selection });
  }, [attempt, selection]);
  return { host, plot, failure };
}

function identityOf({ attempt, trace: { firstTUs, lastTUs, samples } }: TrialAttempt) {
  const firstUs = firstTUs ?? 0;
  return { number: attempt, firstUs, lastUs: Math.max(lastTUs ?? 0, firstUs + 1), samples };
}
