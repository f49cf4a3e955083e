import uPlot from 'uplot';
import type { ConditionColumns } from './condition-columns';
import { drawDense, isDense } from './draw-dense';
import { listenToGestures } from './gestures';
import { drawGround, drawMarks, type PlotColors, type PlotMarks } from './plot-marks';
import type { TileStore } from './tile-store';
import type { TiledTrace } from './tiles';
import { clampRange, pan, rangeBetween, spanOf, zoom, type TimeRange } from './time-range';

const POWER_PX = 320;
const CONDITIONS_PX = 170;
/** Both plots have their left and right edges at the same places. */
const AXIS_PX = { left: 70, right: 50, bottom: 44 };
const US_PER_S = 1e6;
const SETTLED_MS = 150;
/** No view is shorter than so many sampling periods. */
const MIN_SAMPLES_IN_SIGHT = 8;
const HEADROOM = 1.12;

export interface PlotInput {
  trace: TiledTrace;
  rails: readonly string[];
  clocks: readonly string[];
  conditions: ConditionColumns;
  colors: () => PlotColors;
  dragging: () => 'selects' | 'moves';
  onSelect: (range: TimeRange) => void;
  /** The view has come to rest. */
  onView: (view: TimeRange) => void;
  /** Power at the pointer in W by rail; null: it is elsewhere. */
  onPoint: (seconds: number | null, powerW: readonly (number | null)[]) => void;
}

/** The power of all rails, and clocks and temperature below it, over one time axis that is moved and zoomed together. */
export class TracePlot {
  view: TimeRange;
  private readonly power: uPlot;
  private readonly conditions: uPlot;
  private marks: PlotMarks = { windows: [], events: [], selection: null };
  private tiles: TileStore | null = null;
  private frame: number | null = null;
  private settled: ReturnType<typeof setTimeout> | undefined;
  private readonly endings: (() => void)[] = [];

  constructor(
    host: HTMLElement,
    private readonly input: PlotInput,
  ) {
    this.view = { startUs: input.trace.startUs, endUs: input.trace.endUs };
    this.power = new uPlot(this.powerOptions(host.clientWidth), [[], ...input.rails.map(() => [])], host);
    this.conditions = new uPlot(this.conditionOptions(host.clientWidth), this.conditionData(), host);
    for (const plot of [this.power, this.conditions]) {
      this.endings.push(
        listenToGestures(plot.over, {
          panBy: (share) => this.panBy(share),
          zoomBy: (factor, anchor) => this.zoomBy(factor, anchor),
          selectBetween: (from, to) => this.selectBetween(from, to),
          dragging: input.dragging,
        }),
      );
    }
    const resizing = new ResizeObserver(() => this.resize(host.clientWidth));
    resizing.observe(host);
    this.endings.push(() => resizing.disconnect());
  }

  /** Draws from these parts from now on. */
  drawFrom(tiles: TileStore): void {
    this.tiles = tiles;
    this.draw();
  }

  setMarks(marks: PlotMarks): void {
    this.marks = marks;
    this.draw();
  }

  setShown(rail: number, isShown: boolean): void {
    this.power.setSeries(rail + 1, { show: isShown });
  }

  setView(view: TimeRange): void {
    this.view = clampRange(view, this.input.trace);
    this.draw();
    clearTimeout(this.settled);
    this.settled = setTimeout(() => this.input.onView(this.view), SETTLED_MS);
  }

  panBy(share: number): void {
    this.setView(pan(this.view, share, this.input.trace));
  }

  zoomBy(factor: number, anchorShare = 0.5): void {
    const { trace } = this.input;
    const minSpanUs = (MIN_SAMPLES_IN_SIGHT * spanOf(trace)) / Math.max(trace.samples, 1);
    this.setView(zoom(this.view, factor, anchorShare, trace, minSpanUs));
  }

  /** At most once a frame, whatever happens. */
  draw(): void {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = null;
      this.drawNow();
    });
  }

  destroy(): void {
    if (this.frame !== null) cancelAnimationFrame(this.frame);
    clearTimeout(this.settled);
    this.endings.forEach((end) => end());
    this.power.destroy();
    this.conditions.destroy();
  }

  private drawNow(): void {
    const x = { min: this.secondsOf(this.view.startUs), max: this.secondsOf(this.view.endUs) };
    const columns = this.tiles?.columnsFor(this.view, this.power.over.clientWidth * devicePixelRatio);
    this.power.batch(() => {
      if (columns) this.power.setData(columns as uPlot.AlignedData, false);
      this.power.setScale('x', x);
    });
    this.conditions.setScale('x', x);
  }

  private selectBetween(fromShare: number, toShare: number): void {
    const at = (share: number): number => this.view.startUs + share * spanOf(this.view);
    const range = rangeBetween(at(fromShare), at(toShare), this.input.trace);
    if (range) this.input.onSelect(range);
  }

  private resize(width: number): void {
    if (width === 0 || width === this.power.width) return;
    this.power.setSize({ width, height: POWER_PX });
    this.conditions.setSize({ width, height: CONDITIONS_PX });
    this.draw();
  }

  private readonly secondsOf = (tUs: number): number => (tUs - this.input.trace.startUs) / US_PER_S;

  private powerOptions(width: number): uPlot.Options {
    const { rails, colors } = this.input;
    return {
      ...{ width, height: POWER_PX, legend: { show: false }, padding: [8, AXIS_PX.right, 0, 0] },
      cursor: this.cursor(),
      scales: { x: { time: false, auto: false }, y: { range: () => this.powerRange() } },
      axes: [this.timeAxis(), this.axis('y', 'Power (W)', AXIS_PX.left)],
      series: [
        {},
        ...rails.map((label, i) => ({
          ...{ label, scale: 'y', width: i === 0 ? 1.5 : 1, paths: linePaths },
          stroke: () => colors().series[i]!,
        })),
      ],
      hooks: {
        drawClear: [(plot) => drawGround(plot, this.marks, colors(), this.secondsOf)],
        drawSeries: [(plot, place) => this.drawSeries(plot, place)],
        draw: [(plot) => drawMarks(plot, this.marks, colors(), this.secondsOf)],
        setCursor: [(plot) => this.point(plot)],
      },
    };
  }

  private drawSeries(plot: uPlot, place: number): void {
    if (isDense(plot)) drawDense(plot, place, this.input.colors().series[place - 1]!);
  }

  private powerRange(): uPlot.Range.MinMax {
    const [least, greatest] = this.tiles?.powerScale() ?? [0, 1];
    return [least * HEADROOM, greatest * HEADROOM];
  }

  private conditionOptions(width: number): uPlot.Options {
    const { rails, clocks, colors } = this.input;
    const points = { show: true, size: 6 };
    return {
      ...{ width, height: CONDITIONS_PX, legend: { show: false }, padding: [8, 0, 0, 0] },
      cursor: this.cursor(),
      scales: { x: { time: false, auto: false }, mhz: { range: fromZero }, celsius: { range: around } },
      axes: [
        this.timeAxis(),
        this.axis('mhz', 'Clock (MHz)', AXIS_PX.left),
        { ...this.axis('celsius', 'Temperature (°C)', AXIS_PX.right), side: 1, grid: { show: false } },
      ],
      series: [
        {},
        ...clocks.map((label, i) => {
          const color = (): string => colors().series[rails.length + i]!;
          return { label, scale: 'mhz', stroke: color, points: { ...points, fill: color } };
        }),
        {
          ...{ label: 'temperature', scale: 'celsius', dash: [4, 3], spanGaps: true },
          stroke: () => colors().text,
          points: { ...points, fill: () => colors().text },
        },
      ],
      hooks: {
        drawClear: [(plot) => drawGround(plot, this.marks, colors(), this.secondsOf)],
        draw: [(plot) => drawMarks(plot, { ...this.marks, windows: [] }, colors(), this.secondsOf)],
      },
    };
  }

  private conditionData(): uPlot.AlignedData {
    const { tUs, clockMhz, temperatureC } = this.input.conditions;
    return [tUs.map(this.secondsOf), ...clockMhz, temperatureC];
  }

  private cursor(): uPlot.Cursor {
    return { drag: { x: false, y: false }, sync: { key: 'trace' }, y: false, points: { show: false } };
  }

  private timeAxis(): uPlot.Axis {
    return { ...this.axis('x', 'Time since the trace began (s)', AXIS_PX.bottom), space: 70 };
  }

  private axis(scale: string, label: string, size: number): uPlot.Axis {
    const { colors } = this.input;
    const line = { stroke: () => colors().line, width: 1 };
    return {
      ...{ scale, label, size: size - 18, labelSize: 18, gap: 4 },
      ...{ stroke: () => colors().text, grid: line, ticks: line },
      ...{ font: '12px system-ui, sans-serif', labelFont: '12px system-ui, sans-serif' },
    };
  }

  private point({ cursor, data }: uPlot): void {
    const { idx } = cursor;
    const seconds = typeof idx === 'number' ? data[0][idx] : undefined;
    if (typeof idx !== 'number' || seconds === undefined) return this.input.onPoint(null, []);
    this.input.onPoint(
      seconds,
      this.input.rails.map((_, rail) => data[rail + 1]?.[idx] ?? null),
    );
  }
}

const asLine = uPlot.paths.linear!();

/** A line, where it is not drawn as bars. */
function linePaths(...[plot, place, from, to]: Parameters<uPlot.Series.PathBuilder>): uPlot.Series.Paths | null {
  return isDense(plot) ? null : asLine(plot, place, from, to);
}

function fromZero(_: uPlot, _min: number | null, max: number | null): uPlot.Range.MinMax {
  return [0, (max ?? 1000) * HEADROOM];
}

/** Some degrees on either side, so that small changes stay small. */
function around(_: uPlot, min: number | null, max: number | null): uPlot.Range.MinMax {
  return [Math.floor((min ?? 20) - 5), Math.ceil((max ?? 50) + 5)];
}
