import type { TopologySurfaceView } from '@joulefleet/contracts';
import { describeWork, formatFrequency } from '@joulefleet/core';
import { heatmap } from '../charts/heatmap';
import { surface as drawSurface, type SurfaceSizeName } from '../charts/surface';
import type { ViewAngle } from '../surface/view-angle';
import { formatInterval } from '../text/within';
import { noteOf, type ResultFigure } from './result-figure';

const COLOURS = 'Dark is little, bright is much, on a logarithmic scale.';
const NEAR = 'the dashed line is around the cells that cannot be told from it';
const KEY = `${COLOURS} The optimum is framed; ${NEAR}; the triangle on the scale is the baseline.`;
const SURFACE_KEY = `${COLOURS} Lines cross at what was measured, and heights begin above zero. The optimum has a ring, also where the surface hides it; ${NEAR}; the hatched plane is the baseline.`;

export interface TopologyWords {
  /** What is shown: `Energy per inference`. */
  metric: string;
  /** `mJ/inference` */
  unit: string;
  simulated: boolean;
  /** Key of a cell that somebody pointed at. */
  chosen?: string | null;
  /** From where it is seen as a surface; null: as a map. */
  angle?: ViewAngle | null;
  /** Of a surface. */
  size?: SurfaceSizeName;
}

/** A metric over both clocks, with the optimum, the cells that may be it, and the baseline. */
export function topologyFigure(surface: TopologySurfaceView, words: TopologyWords): ResultFigure {
  const { device, batchSize, setting, optimum, cpuHz, gpuHz, cells, baseline, baselineValue } = surface;
  const title = [`${device}, ${describeWork(surface)}, batch ${batchSize}`, setting].filter(Boolean).join(', ');
  const { metric, unit, simulated, chosen = null, angle = null, size } = words;
  const clock = size === 'narrow' ? '' : ' clock';
  const drawn = {
    title: `${metric} over clocks${angle ? ' as a surface' : ''}: ${title}`,
    note: noteOf(simulated),
    columnTitle: `GPU${clock}, MHz`,
    rowTitle: `CPU${clock}, MHz`,
    valueTitle: `${metric.toLowerCase()}, ${unit}`,
    cells: cells.map((cell) => ({
      column: gpuHz.indexOf(cell.gpuHz),
      row: cpuHz.indexOf(cell.cpuHz),
      value: cell.value.estimate,
      best: cell.cellKey === optimum.cellKey,
      near: cell.mayBeBest,
      about: `CPU ${formatFrequency(cell.cpuHz)}, GPU ${formatFrequency(cell.gpuHz)}: ${formatInterval(cell.value, unit)}`,
      key: cell.cellKey,
      chosen: cell.cellKey === chosen,
    })),
    baseline: baseline && baselineValue && { name: baseline, value: baselineValue.estimate },
  };
  const svg = angle
    ? drawSurface({ ...drawn, columnsAt: gpuHz.map(inMegahertz), rowsAt: cpuHz.map(inMegahertz) }, angle, size)
    : heatmap({ ...drawn, columns: gpuHz.map(megahertz), rows: cpuHz.map(megahertz) });
  const table = {
    columns: ['CPU, MHz', 'GPU, MHz', unit, 'above the optimum, %', 'may be best', 'trials', 'grade'],
    numeric: [0, 1, 2, 3, 5],
    rows: cells.map((cell) => [
      ...[megahertz(cell.cpuHz), megahertz(cell.gpuHz), formatInterval(cell.value), cell.aboveOptimumPct.toFixed(1)],
      ...[cell.mayBeBest ? 'yes' : 'no', String(cell.trials), cell.grade],
    ]),
  };
  return { kind: 'figure', title, caption: captionOf(surface, words), key: angle ? SURFACE_KEY : KEY, svg, table };
}

/** What the map shows, in sentences. */
function captionOf(surface: TopologySurfaceView, { metric, unit }: TopologyWords): string {
  const { optimum, nearOptimum, baseline, baselineValue, correctedSavingPct, rankable, tooLow } = surface;
  const doubt = rankable ? '' : ', but figures are too uncertain to say which pair is best';
  const where = `CPU ${formatFrequency(optimum.cpuHz)} and GPU ${formatFrequency(optimum.gpuHz)}`;
  return [
    `${metric} over ${surface.measured} measured pairs of clocks.`,
    `The least is ${formatInterval(optimum.value, unit)} at ${where}${doubt}.`,
    nearOptimum > 1
      ? `${nearOptimum} cells cannot be told from the best with 95 % confidence.`
      : 'No other cell may be the best (95 % confidence).',
    baseline && baselineValue
      ? `The governors' own choice (${baseline}) takes ${formatInterval(baselineValue, unit)}.`
      : 'No baseline was measured.',
    ...(correctedSavingPct
      ? [
          `The optimum of energy saves ${formatInterval(correctedSavingPct, '%')} against it, without the luck of the choice.`,
        ]
      : []),
    ...(tooLow > 0 ? [`${tooLow} ${tooLow === 1 ? 'cell has' : 'cells have'} a grade of D or worse.`] : []),
  ].join(' ');
}

function inMegahertz(hz: number): number {
  return hz / 1e6;
}

function megahertz(hz: number): string {
  return String(Number(inMegahertz(hz).toPrecision(5)));
}
