import type { BatchEffectView, BatchesView } from '@joulefleet/contracts';
import { describeSetting, describeWork } from '@joulefleet/core';
import { formatEnergy, formatMeanDuration, formatPct, formatRatio, gradeText } from '@joulefleet/figures';
import { fitTable } from '../table/fit-table';
import { clockColumns } from '../table/clock-columns';
import { sharedColumn } from './shared-column';
import { INTERVALS, PER_INFERENCE, lines, viewPage, type ViewScreen, type ViewSection } from './view-page';

type Line = BatchEffectView['lines'][number];

const LEGEND = [
  `energy: ${PER_INFERENCE}. latency: per batch. ${INTERVALS}`,
  'energy ratio: over the least batch size. --csv and --json have the ratios of time and latency as well.',
  'may be best: its interval allows it to be the joint optimum.',
];

/** Batch effects, and the joint optimum of each workload. */
export function renderBatches(view: BatchesView, screen: ViewScreen): string {
  const sections = view.effects.flatMap((effect) => [
    ...effect.lines.map((line) => lineSection(effect, line, screen)),
    optimaSection(effect, screen),
  ]);
  return viewPage(view, sections, LEGEND, screen);
}

const RIGHT = { align: 'right' as const };

function lineSection(effect: BatchEffectView, { at, points }: Line, screen: ViewScreen): ViewSection {
  const trials = sharedColumn('trials', points, (point) => String(point.trials));
  const grades = sharedColumn('grade', points, ({ grade }) => gradeText(grade));
  const columns = [{ title: 'batch', ...RIGHT }, ...trials.columns, { title: 'energy', ...RIGHT }];
  const table = fitTable(
    [...columns, { title: 'energy ratio' }, { title: 'latency', ...RIGHT }, ...grades.columns],
    points.map((point, place) => [
      String(point.batchSize),
      ...trials.of(point),
      formatEnergy(point.energyMj.estimate, point.uncertaintyMj),
      place === 0 ? '1' : formatRatio(point.energyRatio),
      formatMeanDuration(point.batchMs),
      ...grades.of(point),
    ]),
    screen,
  );
  const where = { dvfs: 'under its governors', 'joint optimum': 'at the clocks of the joint optimum', given: 'at' }[at];
  const clocks = at === 'dvfs' ? '' : ` ${describeSetting(points[0]!.levels)}`;
  const title = `${effect.device}: ${describeWork(effect)}, batch effect ${where}${clocks}`;
  return { title: [title, trials.note, grades.note].filter(Boolean).join('; '), body: [table] };
}

function optimaSection(effect: BatchEffectView, screen: ViewScreen): ViewSection {
  const clocks = clockColumns(effect.optima.map(({ levels }) => levels));
  const columns = [{ title: 'batch', ...RIGHT }, ...clocks.columns, { title: 'energy', ...RIGHT }];
  const table = fitTable(
    [...columns, { title: 'over joint' }, { title: 'grade' }, { title: '' }],
    effect.optima.map((point) => [
      String(point.batchSize),
      ...clocks.of(point.levels),
      formatEnergy(point.energyMj.estimate, point.uncertaintyMj),
      point.batchSize === effect.joint.batchSize ? '1' : formatRatio(point.energyRatio),
      gradeText(point.grade),
      markOf(point, effect),
    ]),
    screen,
  );
  return {
    title: `${effect.device}: ${describeWork(effect)}, optimum of each batch size`,
    body: [table, lines(jointText(effect), screen)],
  };
}

function markOf(point: BatchEffectView['optima'][number], { joint }: BatchEffectView): string {
  if (point.batchSize === joint.batchSize) return joint.rankable ? 'joint optimum' : 'least estimate';
  return point.mayBeJoint ? 'may be best' : '';
}

function jointText({ joint, baseline, savingPct, correctedSavingPct, latencyRatio }: BatchEffectView): string {
  const name = joint.rankable ? 'Joint optimum' : `Least estimate, of grade ${joint.grade}, too low to rank`;
  const what = `${name}: batch ${joint.batchSize}, ${describeSetting(joint.levels)}`;
  if (!baseline || !savingPct || !latencyRatio) return `${what}.`;
  const saving = correctedSavingPct
    ? formatPct(correctedSavingPct)
    : `${formatPct(savingPct)} raw (not corrected for the luck of the choice)`;
  return `${what}; it saves ${saving} of the energy that its governors take at batch ${baseline.batchSize}, and a batch takes ${formatRatio(latencyRatio)} times as long.`;
}
