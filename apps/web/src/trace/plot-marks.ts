import type { TrialAttempt } from '@joulefleet/contracts';
import type uPlot from 'uplot';
import type { TimeRange } from './time-range';

/** What is drawn over and under the lines. */
export interface PlotMarks {
  windows: TrialAttempt['windows'];
  events: TrialAttempt['events'];
  selection: TimeRange | null;
}

/** Colours that fit the theme. */
export interface PlotColors {
  text: string;
  quiet: string;
  line: string;
  raised: string;
  accent: string;
  /** By rail, then by clock. */
  series: string[];
}

const LABEL_PX = 12;
const MIN_LABEL_PX = 30;
const SELECTION_ALPHA = 0.12;

/** Ground of the inference window, and of what is selected; under the lines. */
export function drawGround(
  plot: uPlot,
  marks: PlotMarks,
  colors: PlotColors,
  secondsOf: (tUs: number) => number,
): void {
  const { ctx, bbox } = plot;
  const fill = ({ startUs, endUs }: TimeRange, color: string, alpha: number): void => {
    const [left, right] = [startUs, endUs].map((tUs) => pixelOf(plot, secondsOf(tUs)));
    if (right! < bbox.left || left! > bbox.left + bbox.width) return;
    const [from, to] = [Math.max(left!, bbox.left), Math.min(right!, bbox.left + bbox.width)];
    ctx.globalAlpha = alpha;
    ctx.fillStyle = color;
    ctx.fillRect(from, bbox.top, Math.max(to - from, 1), bbox.height);
  };
  ctx.save();
  for (const window of marks.windows) if (window.name === 'inference') fill(window, colors.raised, 1);
  if (marks.selection) fill(marks.selection, colors.accent, SELECTION_ALPHA);
  ctx.restore();
}

/** A line at each event, and the name of each window where there is room for it; over the lines. */
export function drawMarks(plot: uPlot, marks: PlotMarks, colors: PlotColors, secondsOf: (tUs: number) => number): void {
  const { ctx, bbox } = plot;
  const scale = devicePixelRatio;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  ctx.strokeStyle = colors.quiet;
  ctx.setLineDash([3 * scale, 3 * scale]);
  for (const { tUs } of marks.events) {
    const x = Math.round(pixelOf(plot, secondsOf(tUs))) + 0.5;
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
  }
  ctx.fillStyle = colors.text;
  ctx.font = `${LABEL_PX * scale}px system-ui, sans-serif`;
  ctx.textAlign = 'center';
  ctx.textBaseline = 'top';
  for (const { name, startUs, endUs } of marks.windows) {
    const left = Math.max(pixelOf(plot, secondsOf(startUs)), bbox.left);
    const right = Math.min(pixelOf(plot, secondsOf(endUs)), bbox.left + bbox.width);
    const room = right - left;
    if (room > MIN_LABEL_PX * scale && ctx.measureText(name).width < room) {
      ctx.fillText(name, (left + right) / 2, bbox.top + 3 * scale);
    }
  }
  ctx.restore();
}

function pixelOf(plot: uPlot, seconds: number): number {
  return plot.valToPos(seconds, 'x', true);
}
