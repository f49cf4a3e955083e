import type { ClockSweepView, SweepView } from '@joulefleet/contracts';
import { describeOtherSetting, describeWork, formatFrequency } from '@joulefleet/core';
import { formatEnergy, formatMeanDuration, formatPct, formatPower, gradeText } from '@joulefleet/figures';
import { fitTable } from '../table/fit-table';
import { sharedColumn } from './shared-column';
import { INTERVALS, PER_INFERENCE, lines, viewPage, type ViewScreen, type ViewSection } from './view-page';

const LEGEND = [
  `energy: ${PER_INFERENCE}. latency: per batch. ${INTERVALS}`,
  'plateau: the lowest clock from which no higher one shortens the latency by 2 % or more significantly.',
];

/** Power, latency and energy along one clock. */
export function renderSweeps(view: SweepView, screen: ViewScreen): string {
  return viewPage(
    view,
    view.sweeps.map((sweep) => sectionOf(sweep, screen)),
    LEGEND,
    screen,
  );
}

function sectionOf(sweep: ClockSweepView, screen: ViewScreen): ViewSection {
  const right = { align: 'right' as const };
  const trials = sharedColumn('trials', sweep.points, (point) => String(point.trials));
  const grades = sharedColumn('grade', sweep.points, ({ grade }) => gradeText(grade));
  const clock = { title: sweep.axis === 'gpu' ? 'GPU' : 'CPU', ...right };
  const figures = ['energy', 'latency', 'power'].map((title) => ({ title, ...right }));
  const table = fitTable(
    [clock, ...trials.columns, ...figures, ...grades.columns],
    sweep.points.map((point) => [
      formatFrequency(point.clockHz),
      ...trials.of(point),
      formatEnergy(point.energyMj.estimate, point.uncertaintyMj),
      formatMeanDuration(point.batchMs),
      formatPower(point.powerMw),
      ...grades.of(point),
    ]),
    screen,
  );
  const title = [titleOf(sweep), trials.note, grades.note].filter(Boolean).join('; ');
  return { title, body: [table, lines(powerLine(sweep), screen), lines(plateauLine(sweep), screen)] };
}

function titleOf({ axis, heldHz, points, batchSize, device, ...work }: ClockSweepView): string {
  const clock = axis === 'gpu' ? 'GPU' : 'CPU';
  const held = typeof heldHz === 'number' ? formatFrequency(heldHz) : 'DVFS';
  const set = describeOtherSetting(points[0]!.levels);
  const other = axis === 'gpu' ? 'CPU' : 'GPU';
  return `${device}: ${describeWork(work)}, batch ${batchSize}; ${clock} clock with the ${other} at ${held}${set && `, ${set}`}`;
}

function powerLine({ power, axis }: ClockSweepView): string {
  if (power === null) return 'Power: three clocks or more show whether it rises in a line.';
  const { slope, r2, r2Interval, points } = power;
  const per = [slope.estimate, slope.low, slope.high].map((figure) => figure.toPrecision(3));
  const interval = r2Interval ? ` [${r2Interval.low.toFixed(3)}, ${r2Interval.high.toFixed(3)}]` : '';
  return `Power: ${per[0]} mW [${per[1]}, ${per[2]}] for each MHz of the ${axis === 'gpu' ? 'GPU' : 'CPU'}; R² of a straight line ${r2.toFixed(3)}${interval}, ${points} clocks.`;
}

function plateauLine({ plateau, upperThirdPct }: ClockSweepView): string {
  const third =
    upperThirdPct === null ? '' : ` ${upperThirdPct.toFixed(1)} % of its span lies in the upper third of the clocks.`;
  if (plateau === null) return `Latency: it falls up to the highest clock.${third}`;
  const { fromHz, gainPct, certain } = plateau;
  const sure = certain ? 'less than 2 %' : 'nothing significant, but more than 2 % is possible';
  return `Latency: plateau from ${formatFrequency(fromHz)} on; from there more clock gains ${formatPct(gainPct)} at most: ${sure}.${third}`;
}
