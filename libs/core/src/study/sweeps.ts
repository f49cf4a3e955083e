import type { StudyCell } from './study-source';
import { span } from './topology';

/** AlexNet along one clock with the other held. */
export interface Sweep {
  cells: readonly StudyCell[];
  powerSpanW: number;
  latencySpanS: number;
}

export function sweepOf(cells: readonly StudyCell[]): Sweep {
  return {
    cells,
    powerSpanW: span(cells.map((cell) => cell.powerW)),
    latencySpanS: span(cells.map((cell) => cell.durationS)),
  };
}

/** Half-width of the 95 % interval of a span, in the unit of what is read: of its two ends together. */
export function spanDoubt({ cells }: Sweep, read: (cell: StudyCell) => number): number {
  const sorted = [...cells].sort((a, b) => read(a) - read(b));
  const ends = [sorted[0], sorted[sorted.length - 1]];
  return Math.hypot(...ends.map((cell) => (cell ? read(cell) * cell.doubt : 0)));
}

/** Part of the latency span, in percent, that lies in the upper third of the GPU's clock range: small on a plateau. */
export function upperThirdOfLatencyPct(sweep: Sweep): number {
  const clocks = sweep.cells.map((cell) => cell.gpuHz);
  const from = Math.max(...clocks) - span(clocks) / 3;
  const upper = sweep.cells.filter((cell) => cell.gpuHz >= from - 1).map((cell) => cell.durationS);
  return (100 * span(upper)) / sweep.latencySpanS;
}

/** How near power over the GPU clock is to a straight line: the squared correlation of both. */
export function linearity(sweep: Sweep): number {
  const n = sweep.cells.length;
  const x = sweep.cells.map((cell) => cell.gpuHz);
  const y = sweep.cells.map((cell) => cell.powerW);
  const mean = (series: number[]): number => series.reduce((sum, term) => sum + term, 0) / n;
  const product = (a: number[], b: number[]): number =>
    a.reduce((sum, term, i) => sum + (term - mean(a)) * ((b[i] ?? 0) - mean(b)), 0);
  return product(x, y) ** 2 / (product(x, x) * product(y, y));
}
