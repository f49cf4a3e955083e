import type { Interval, TopologySurfaceView, TopologyView } from '@joulefleet/contracts';
import { describeWork, formatFrequency } from '@joulefleet/core';
import { formatCount, formatPct, gradeText, ratioGrade } from '@joulefleet/figures';
import { topologyGrid } from './topology-grid';
import { lines, viewPage, type ViewScreen, type ViewSection } from './view-page';

/** Levels of a governed clock shown by themselves, the most used first. */
const SHOWN_LEVELS = 3;

const LEGEND = [
  '*: optimum, the least estimate. =: may be the best one, with 95 % confidence. .: not measured. [ ]: 95 % interval of repetition.',
  'along a clock: neighbouring clocks between which the figure rises or falls significantly; chance alone gives 2.5 % each way.',
];

/** One metric over CPU and GPU clock, a grid for each device, workload and batch size. */
export function renderTopology(view: TopologyView, screen: ViewScreen): string {
  return viewPage(
    view,
    view.surfaces.map((surface) => sectionOf(view, surface, screen)),
    LEGEND,
    screen,
  );
}

function sectionOf(view: TopologyView, surface: TopologySurfaceView, screen: ViewScreen): ViewSection {
  const grid = surface.cells.length > 0 ? topologyGrid(surface, screen) : [];
  const said = [
    optimumLine(view, surface),
    flatnessLine(surface),
    ...trendLines(surface),
    ...baselineLines(view, surface),
  ];
  const [head, ...cells] = grid;
  return {
    title: titleOf(view, surface),
    body: [...(head === undefined ? [] : [lines(head, screen)]), ...cells, ...said.map((text) => lines(text, screen))],
  };
}

function titleOf({ metric }: TopologyView, { device, batchSize, setting, ...work }: TopologySurfaceView): string {
  const set = setting === '' ? '' : `, ${setting}`;
  return `${device}: ${describeWork(work)}, batch ${batchSize}${set}; ${metric}`;
}

function optimumLine(view: TopologyView, surface: TopologySurfaceView): string {
  const { cpuHz, gpuHz, value, trials, grade } = surface.optimum;
  const name = surface.rankable ? 'Optimum' : 'Least estimate';
  const what = `${figure(value, unitOf(view, surface))}, ${formatCount(trials, 'trial')}, grade ${gradeText(grade)}`;
  return `${name}: CPU ${formatFrequency(cpuHz)}, GPU ${formatFrequency(gpuHz)}: ${what}; ${rivalsText(surface)}.`;
}

function rivalsText({ nearOptimum, measured, tooLow, rankable }: TopologySurfaceView): string {
  const others =
    nearOptimum > 1
      ? `${nearOptimum} of ${measured} cells may be the best`
      : 'by the intervals no other may be the best';
  const low = `${tooLow} of ${measured} are of grade D or worse`;
  if (!rankable) return `which cell is best is not known: ${low}; ${others}`;
  return tooLow > 0 ? `${others}; ${low}` : others;
}

function flatnessLine({ flatness, measured }: TopologySurfaceView): string {
  const parts = flatness.map(({ withinPct, sharePct }) => `${sharePct.toFixed(1)} % within ${withinPct} %`);
  return `Flatness: of ${formatCount(measured, 'cell')} ${parts.join(', ')} of the optimum.`;
}

function trendLines({ trends }: TopologySurfaceView): string[] {
  return trends.map(({ axis, pairs, rising, falling, direction, rankCorrelation, pValue }) => {
    const share = (count: number): string => `${((100 * count) / pairs).toFixed(0)} %`;
    const rank =
      rankCorrelation === null || pValue === null
        ? ''
        : ` Rank correlation ${rankCorrelation.toFixed(2)} (${pValue < 0.001 ? 'p < 0.001' : `p = ${pValue.toFixed(3)}`}).`;
    return `Along the ${axis === 'cpu' ? 'CPU' : 'GPU'} clock: ${direction}; of ${formatCount(pairs, 'pair')} ${share(rising)} rise and ${share(falling)} fall.${rank}`;
  });
}

function* baselineLines(view: TopologyView, surface: TopologySurfaceView): Generator<string> {
  const { baseline, baselineValue, savingPct, correctedSavingPct, latencyCostPct, savingGrades, residency } = surface;
  if (!baseline || !baselineValue) return void (yield 'No baseline was measured, so there is no saving to quote.');
  const name = baseline === 'stock' ? 'DVFS within the limits in force' : 'DVFS';
  yield `${name}: ${figure(baselineValue, unitOf(view, surface))}.`;
  const saving = correctedSavingPct ?? savingPct;
  if (saving && latencyCostPct) {
    const raw = correctedSavingPct ? '' : ' (raw: not corrected for the luck of the choice)';
    const of = view.metric === 'energy' ? 'Optimum' : 'Optimum of energy';
    const grades = savingGrades ? `; grades ${ratioGrade(savingGrades)}` : '';
    yield `${of} against ${name}: saves ${formatPct(saving)} of energy${raw}; time ${formatPct(latencyCostPct, '+')}${grades}.`;
  }
  for (const { clock, policy, topHz, topSharePct, shares, method } of residency) {
    const what = clock === 'gpu' ? 'GPU' : `CPU ${policy ?? ''}`.trim();
    const below = shares
      .filter(({ hz }) => hz !== topHz)
      .sort((a, b) => b.sharePct - a.sharePct)
      .slice(0, SHOWN_LEVELS)
      .map(({ hz, sharePct }) => `, ${sharePct.toFixed(1)} % at ${formatFrequency(hz)}`);
    const sampled = method === 'sampled' ? ', read once a second' : '';
    yield `Under ${name} the ${what} clock: ${topSharePct.toFixed(1)} % at ${formatFrequency(topHz)}${below.join('')}${sampled}.`;
  }
}

/** `mJ per token`. */
function unitOf({ metric, metricUnit }: TopologyView, { unit }: TopologySurfaceView): string {
  if (metric === 'power') return metricUnit;
  return `${metricUnit} per ${metric === 'energy' ? unit : 'batch'}`;
}

function figure({ estimate, low, high }: Interval, unit: string): string {
  const half = (high - low) / 2;
  const places = half > 0 ? Math.max(0, Math.min(6, 1 - Math.floor(Math.log10(half)))) : 2;
  return `${estimate.toFixed(places)} ${unit} [${low.toFixed(places)}, ${high.toFixed(places)}]`;
}
