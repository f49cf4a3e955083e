import type { TrialAttempt } from '@joulefleet/contracts';
import { useId, useRef, useState } from 'react';
import 'uplot/dist/uPlot.min.css';
import { AxisButtons, axisKeys, type AxisMoves } from '../parts/axis-moves';
import { Failure } from '../parts/states';
import { seriesClass } from './series-colors';
import type { TimeRange } from './time-range';
import styles from './trace-chart.module.css';
import type { TracePlot } from './trace-plot';
import { useTracePlot, type Dragging, type PlottedAttempt } from './use-trace-plot';

interface TraceChartProps extends PlottedAttempt {
  label: string;
  selection: TimeRange | null;
  onSelect: (range: TimeRange) => void;
  onView: (view: TimeRange) => void;
}

const STEP = 0.15;
const FACTOR = 0.6;
type Move = (plot: TracePlot) => void;

const MOVES: AxisMoves<Move> = {
  zoomIn: (plot) => plot.zoomBy(FACTOR),
  zoomOut: (plot) => plot.zoomBy(1 / FACTOR),
  earlier: (plot) => plot.panBy(-STEP),
  later: (plot) => plot.panBy(STEP),
  pageEarlier: (plot) => plot.panBy(-1),
  pageLater: (plot) => plot.panBy(1),
  whole: (plot) => plot.zoomBy(Infinity),
};

/** A trace that is moved and zoomed with mouse, wheel, fingers and keys; what is dragged over is selected. */
export function TraceChart({ label, selection, onSelect, onView, ...plotted }: TraceChartProps) {
  const [dragging, setDragging] = useState<Dragging>('selects');
  const readout = useRef<HTMLParagraphElement>(null);
  const help = useId();
  const { rails } = plotted.attempt.trace;
  const onPoint = (seconds: number | null, powerW: readonly (number | null)[]): void => {
    if (readout.current) readout.current.textContent = describePoint(seconds, powerW, rails);
  };
  const { host, plot, failure } = useTracePlot(plotted, { selection, onSelect, onView, onPoint, dragging });
  const move = (how: Move): void => void (plot.current && how(plot.current));
  return (
    <>
      <AxisButtons moves={MOVES} wholeTitle="Whole trace" onMove={move}>
        <DragChoice value={dragging} onChange={setDragging} />
      </AxisButtons>
      {failure && <Failure failure={failure} />}
      <div
        ref={host}
        className={`${styles.chart} ${dragging === 'moves' ? styles.moves : ''}`}
        tabIndex={0}
        role="group"
        aria-label={label}
        aria-describedby={help}
        onKeyDown={axisKeys(MOVES, move)}
      />
      <p ref={readout} className={styles.readout} aria-hidden="true" />
      <Legend attempt={plotted.attempt} onShown={(rail, isShown) => plot.current?.setShown(rail, isShown)} />
      <p id={help} className={styles.quiet}>
        Wheel or pinch zooms, shift and wheel moves. Keys: arrows and Page Up and Down move, + and − zoom, Home shows
        the whole. With shift, dragging does the other of both. Each pixel shows the least and the greatest of its
        samples. The inference window has a darker ground, dashed lines are events.
      </p>
    </>
  );
}

interface LegendProps {
  attempt: TrialAttempt;
  onShown: (rail: number, isShown: boolean) => void;
}

/** Names what is drawn; rails can be left out. */
function Legend({ attempt: { trace, clocks }, onShown }: LegendProps) {
  const { rails, totalRail } = trace;
  return (
    <ul className={styles.legend} aria-label="Rails and clocks">
      {rails.map((rail, i) => (
        <RailChoice
          key={rail}
          place={i}
          name={rail === totalRail ? `${rail} (total)` : rail}
          onChange={(isShown) => onShown(i, isShown)}
        />
      ))}
      {clocks.map(({ clock }, i) => (
        <li key={clock} className={styles.key}>
          <span className={`${styles.swatch} ${seriesClass(rails.length + i)}`} /> {clock} clock
        </li>
      ))}
      <li className={styles.key}>
        <span className={`${styles.swatch} ${styles.dashed} ${styles.text}`} /> temperature
      </li>
    </ul>
  );
}

function DragChoice({ value, onChange }: { value: Dragging; onChange: (dragging: Dragging) => void }) {
  const name = useId();
  return (
    <fieldset className={styles.choice}>
      <legend>Dragging</legend>
      {(['selects', 'moves'] as const).map((each) => (
        <label key={each}>
          <input type="radio" name={name} checked={value === each} onChange={() => onChange(each)} /> {each}
        </label>
      ))}
    </fieldset>
  );
}

function RailChoice({ place, name, onChange }: { place: number; name: string; onChange: (isShown: boolean) => void }) {
  return (
    <li>
      <label>
        <input type="checkbox" defaultChecked onChange={(event) => onChange(event.target.checked)} />
        <span className={`${styles.swatch} ${seriesClass(place)}`} /> {name}
      </label>
    </li>
  );
}

function describePoint(seconds: number | null, powerW: readonly (number | null)[], rails: readonly string[]): string {
  if (seconds === null) return '';
  const powers = powerW.map((power, i) => (power === null ? null : `${rails[i]} ${power.toFixed(3)} W`));
  return [`${seconds.toFixed(3)} s`, ...powers].filter((part) => part !== null).join('   ');
}
