import type { AnswerBaselineView, AnswerCandidate, AnswerView } from '@joulefleet/contracts';
import { describeSetting, describeWork } from '@joulefleet/core';
import { formatEnergy, formatMeanDuration, formatPct, gradeText, shortId, withUncertainty } from '@joulefleet/figures';
import type { Screen } from '../../terminal/screen';
import { wrapText } from '../../terminal/wrap-text';
import { clockColumns } from '../table/clock-columns';
import { fitTable } from '../table/fit-table';
import { renderFields } from '../table/render-fields';
import { sharedColumn } from '../views/shared-column';

type AnswerScreen = Pick<Screen, 'colors' | 'columns'>;
type Figures = Pick<AnswerBaselineView, 'energyPerInferenceMj' | 'latencyMs' | 'powerMw' | 'costPerMillionInferences'>;

/** The answer first, then what else there is, and what is not known. */
export function renderAnswer(view: AnswerView, screen: Screen): string {
  const { colors, columns } = screen;
  const paragraph = (text: string): string => wrapText(text, columns).join('\n');
  const section = (title: string, body: string): string => (body === '' ? '' : `${colors.bold(title)}\n${body}`);
  return [
    `${paragraph(colors.bold(headingOf(view)))}${view.simulated ? `\n${colors.yellow('SIMULATED')}` : ''}`,
    view.best ? renderBest(view, view.best, screen) : '',
    section('Runners-up', renderCandidates(view.runnersUp, view, screen)),
    section('Closest to the limits', renderCandidates(view.closest, view, screen)),
    section('Not known', view.unknowns.map(({ what, how }) => paragraph(`${what}. To get it: ${how}.`)).join('\n')),
    section('Campaign file to launch', (view.campaignFile ?? '').trimEnd()),
    view.noScripts ? paragraph(`No script to set it: ${view.noScripts}.`) : '',
    colors.dim(paragraph(LEGEND)),
    view.notes.map((note) => colors.yellow(paragraph(`note: ${note}`))).join('\n'),
  ]
    .filter((text) => text !== '')
    .join('\n\n');
}

const LEGEND =
  '±: 95 % uncertainty of a figure on its own, meter included. [ ]: 95 % interval of repetitions. latency: mean time of a batch. Limits are judged by the upper ends ' +
  'of the intervals; "perhaps": by a part of them. grade: how far the energy can be trusted, from A to F.';

function headingOf({ asked, best, candidates }: AnswerView): string {
  const limits = [
    ...(asked.maxLatencyMs === null ? [] : [`at most ${asked.maxLatencyMs} ms a batch`]),
    ...(asked.maxPowerW === null ? [] : [`at most ${asked.maxPowerW} W`]),
  ];
  const question = [`${asked.workload}: least ${asked.minimise}`, ...limits].join(', ');
  if (best) return question;
  return `${question}: ${candidates.all === 0 ? 'nothing was measured' : 'nothing that was measured keeps that'}`;
}

function renderBest({ baseline, asked, campaigns }: AnswerView, best: AnswerCandidate, screen: Screen): string {
  const limits = asked.maxLatencyMs !== null || asked.maxPowerW !== null;
  const { colors } = screen;
  const fit = best.fit === 'yes' ? colors.green('kept') : colors.yellow('perhaps kept: an upper end is above one');
  const fields: [string, string][] = [
    ['device', `${best.device} (${best.deviceClass})`],
    ['work', `${describeWork(best)}, batch ${best.batchSize}`],
    ['set', describeSetting(best.levels)],
    ['energy', `${energyText(best)} per ${best.unit}`],
    ['latency', `${formatMeanDuration(best.latencyMs)} per batch`],
    ['power', powerText(best)],
    ...(best.costPerMillionInferences
      ? [
          ['cost', `${best.costPerMillionInferences.estimate.toPrecision(3)} per million ${best.unit}s`] as [
            string,
            string,
          ],
        ]
      : []),
    ...(limits ? [['limits', fit] as [string, string]] : []),
    ['grade', gradeText(best.grade.grade)],
    ['trials', `${best.trials}, campaign ${best.campaign} (${shortId(best.campaignId, campaigns)})`],
    ['by itself', baseline ? baselineText(baseline) : 'not measured'],
    ['saving', baseline ? savingText(baseline) : 'not known'],
  ];
  return renderFields(fields, screen);
}

function energyText({ energyPerInferenceMj: { estimate, high } }: Figures): string {
  return formatEnergy(estimate, high - estimate);
}

function powerText({ powerMw: { estimate, high } }: Figures): string {
  return withUncertainty(estimate / 1e3, (high - estimate) / 1e3, 'W');
}

function baselineText(baseline: AnswerBaselineView): string {
  return `${describeSetting(baseline.levels)}: ${energyText(baseline)}, ${formatMeanDuration(baseline.latencyMs)}, ${powerText(baseline)}, grade ${gradeText(baseline.grade.grade)}`;
}

function savingText({ savingPct, corrected, rankable }: AnswerBaselineView): string {
  const low = rankable ? '' : '; a grade is too low to quote it';
  return `${formatPct(savingPct)}${corrected ? ', less the luck of the choice' : ', not corrected for the choice'}${low}`;
}

/** Work and campaign are columns where they differ, from those of the answer too. */
function renderCandidates(
  candidates: readonly AnswerCandidate[],
  { best, campaigns }: AnswerView,
  screen: AnswerScreen,
): string {
  if (candidates.length === 0) return '';
  const clocks = clockColumns(candidates.map(({ levels }) => levels));
  const right = 'right' as const;
  const all = [...(best ? [best] : []), ...candidates];
  const shared = [
    sharedColumn('work', all, describeWork, 'left'),
    sharedColumn('inferences', all, ({ inferences }) => String(inferences)),
    sharedColumn('campaign', all, ({ campaignId }) => shortId(campaignId, campaigns), 'left'),
  ];
  const columns = [
    { title: 'device' },
    ...shared.flatMap((each) => each.columns),
    { title: 'batch', align: right },
    ...clocks.columns,
    { title: 'energy', align: right },
    { title: 'latency' },
    { title: 'power', align: right },
    { title: 'limits' },
    { title: 'grade' },
    { title: '' },
  ];
  const lines = candidates.map((each) => [
    each.device,
    ...shared.flatMap((column) => column.of(each)),
    String(each.batchSize),
    ...clocks.of(each.levels),
    energyText(each),
    formatMeanDuration(each.latencyMs),
    powerText(each),
    each.fit,
    gradeText(each.grade.grade),
    each.mayBeBest ? 'may be as good' : '',
  ]);
  return fitTable(columns, lines, screen);
}
