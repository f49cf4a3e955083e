import type { ComparisonRow, ReportView, SentinelView } from '@joulefleet/contracts';
import { describeLevel, describeWork, firstTexts, hasEnded, shownFactors } from '@joulefleet/core';
import {
  baselineTitle,
  describeCalibrations,
  describeConditions,
  describeCounts,
  describeGrade,
  describeCampaignPhase,
  describeProtocol,
  deviceEffectLines,
  formatCount,
  formatMeanEnergy,
  formatPct,
  formatRatio,
  gradeLines,
  gradeText,
  keepsLimits,
  ratioGrade,
} from '@joulefleet/figures';
import type { Screen } from '../../terminal/screen';
import type { Colors } from '../../terminal/session';
import { wrapText } from '../../terminal/wrap-text';
import { cellEnergy, cellsTitle, hasNetEnergy, hasOutliers, renderCells } from './render-cells';
import { renderScored } from './render-estimate';
import { renderGovernedClocks } from './render-governed-clocks';
import { fitTable } from '../table/fit-table';
import { inferencesColumn } from './inferences-column';
import { ratiosToBest } from './ratios-to-best';

const SIMULATED = 'SIMULATED: these figures come from twins (simulated devices), not from boards.';

const MAX_GRADE_LINES = 8;

type ReportScreen = Pick<Screen, 'colors' | 'columns'>;

/** The comparison of a campaign as tables; `cells` adds every cell. */
export function renderReport(
  report: ReportView,
  screen: ReportScreen,
  options: { cells: boolean; device?: string | undefined },
): string {
  const { colors, columns } = screen;
  const paragraph = (text: string): string => wrapText(text, columns).join('\n');
  const paragraphs = (text: string): string => text.split('\n').map(paragraph).join('\n');
  const { campaign } = report;
  const heading = `${colors.bold(campaign.name)}  ${describeCampaignPhase(campaign)}, ${describeCounts(campaign.trials)}`;
  const sections = [
    report.simulated ? `${paragraph(heading)}\n${colors.yellow(paragraph(SIMULATED))}` : paragraph(heading),
    section(titleOf(report), renderOptima(report, screen, options.device), colors),
    legendOf(report, options.cells)
      .map((line) => colors.dim(paragraph(line)))
      .join('\n'),
    section('Device against device', renderRatios(report, screen), colors),
    ...(options.cells ? report.rows.map((row) => section(cellsTitle(row), renderCells(row, screen), colors)) : []),
    section('Devices beside their siblings', paragraphs(deviceEffectLines(report.deviceEffects).join('\n')), colors),
    section('Trust grades', paragraphs(renderGrades(report, options.cells)), colors),
    section('Clocks left to their governors', renderGovernedClocks(report, screen, options), colors),
    section('Sentinels', paragraphs(report.sentinels.map(sentinelLine).join('\n')), colors),
    section('Conditions', paragraphs(conditionLines(report)), colors),
    section('Estimate at launch', paragraphs(renderScored(report.estimate)), colors),
    section('Repeatability', paragraphs(renderRepeatability(report)), colors),
    section('Rejected and measured again', paragraphs(report.rejected.map(rejectedLine).join('\n')), colors),
    section('Flagged and counted', paragraphs(report.flagged.map(flaggedLine).join('\n')), colors),
    section('Failures', paragraphs(failureLines(report, 'failed')), colors),
    section('Not measured', paragraphs(failureLines(report, 'skipped')), colors),
    paragraph(leftOutLine(report, options.cells)),
    report.warnings.map((warning) => colors.yellow(paragraph(`warning: ${warning}`))).join('\n'),
  ];
  return sections.filter((text) => text !== '').join('\n\n');
}

/** What a report that was too large does not show. */
function leftOutLine({ leftOut }: ReportView, withCells: boolean): string {
  const counted = Object.entries(leftOut).filter(([list, count]) => count > 0 && (withCells || list !== 'cells'));
  if (counted.length === 0) return '';
  return `Left out: ${counted.map(([list, count]) => `${list} ${count}`).join(', ')}; --device NAME shows one device.`;
}

function legendOf(report: ReportView, withCells: boolean): string[] {
  const baseline = baselineTitle(report);
  const compared = baseline !== 'no baseline';
  return [
    '±: 95 % uncertainty of a figure on its own, meter included. [ ]: 95 % interval of repetitions.',
    ...(compared
      ? [
          `saving: energy of the optimum below that of ${baseline}, less what is due to the luck of having the least estimate; --json has the raw one too. time: how much longer its inference window is.`,
        ]
      : ['No baseline was measured, so there is no saving to quote.']),
    ...(report.rows.length > 0
      ? ['may be best: cells that may be the one of least energy, with 95 % confidence.']
      : []),
    ...(report.rows.length > 0
      ? ['grade: how far the energy can be trusted, from A to F. D or worse is too low to rank by.']
      : []),
    ...(compared && report.rows.some(isRaw) ? ['raw: not corrected, as the optimum has a single trial.'] : []),
    ...(withCells && report.rows.some(hasOutliers)
      ? ['outliers: trials far off the others, and the energy without them. They count in all other figures.']
      : []),
    ...(withCells && report.rows.some(hasNetEnergy)
      ? ['net energy: the energy without what the idle device takes at the same operating point.']
      : []),
    ...(report.rows.some(keepsLimits)
      ? ['stock: the governors within the limits in force on the device, such as those of its power mode.']
      : []),
  ];
}

const isRaw = (row: ComparisonRow): boolean => row.savingPct !== null && row.correctedSavingPct === null;

function conditionLines({ campaign, protocol, repeated, conditions, calibrations }: ReportView): string {
  const lines = conditions.map((each) => `${each.device}: ${describeConditions(each)}`);
  return [
    ...(protocol ? [`all: ${describeProtocol(protocol, campaign.strategy.name === 'search')}`] : []),
    ...(repeated ? [describeRepeated(repeated)] : []),
    ...lines,
    ...describeCalibrations(calibrations),
  ].join('\n');
}

/** What a stopping rule saved. */
function describeRepeated({ trials, fixedTrials }: NonNullable<ReportView['repeated']>): string {
  const savedPct = 100 * (1 - trials / fixedTrials);
  const compared = savedPct >= 0 ? `${savedPct.toFixed(0)} % fewer` : `${(-savedPct).toFixed(0)} % more`;
  return `all: ${trials} trials, ${compared} than ten of each cell (${fixedTrials})`;
}

function section(title: string, body: string, colors: Colors): string {
  return body === '' ? '' : `${colors.bold(colors.underline(title))}\n${body}`;
}

function noneAccepted({ failures, campaign }: ReportView, device: string | undefined): string {
  if (device !== undefined && campaign.trials.accepted > 0) {
    return `no trial of ${device} was accepted; the campaign measures on ${campaign.devices.join(', ')}`;
  }
  if (!hasEnded(campaign.state)) return 'no trial is accepted yet';
  return failures.length > 0 ? 'no trial was accepted; see below what became of them' : 'no trial was accepted';
}

function titleOf(report: ReportView): string {
  const baseline = baselineTitle(report);
  return baseline === 'no baseline' ? 'Optimum' : `Optimum against ${baseline}`;
}

function renderOptima(report: ReportView, screen: ReportScreen, device: string | undefined): string {
  const { rows } = report;
  if (rows.length === 0) return noneAccepted(report, device);
  const inferences = inferencesColumn(rows);
  const factors = shownFactors(rows.flatMap((row) => (row.optimum ? [row.optimum.levels] : [])));
  const columns = [
    { title: 'device' },
    { title: 'workload' },
    { title: 'batch', align: 'right' as const },
    ...inferences.columns,
    { title: baselineTitle(report).replace('the ', ''), align: 'right' as const },
    { title: 'optimum', align: 'right' as const },
    ...factors.map(({ title }) => ({ title: `at ${title}`, align: 'right' as const })),
    { title: 'saving' },
    { title: 'time' },
    { title: 'may be best', align: 'right' as const },
    { title: 'grade' },
  ];
  const lines = rows.map((row) => [
    row.device,
    describeWork(row),
    String(row.batchSize),
    ...inferences.cellsOf(row),
    row.dvfs ? cellEnergy(row.dvfs) : '-',
    row.optimum ? cellEnergy(row.optimum) : '-',
    ...factors.map((factor) => (row.optimum ? describeLevel(factor, row.optimum.levels) : '-')),
    savingText(row, screen.colors),
    row.latencyCostPct && !isBaselineBest(row) ? formatPct(row.latencyCostPct, '+') : '-',
    formatCount(row.nearOptimum, 'cell'),
    row.optimum ? gradeText(row.optimum.grade.grade) : '-',
  ]);
  return fitTable(columns, lines, screen);
}

/** Where the baseline itself is the best there is no saving, and no interval of one. */
function isBaselineBest({ optimum, dvfs }: ComparisonRow): boolean {
  return optimum !== null && optimum.cellKey === dvfs?.cellKey;
}

function savingText(row: ComparisonRow, colors: Colors): string {
  if (isBaselineBest(row)) return `${keepsLimits(row) ? 'stock' : 'DVFS'} is the best measured`;
  if (row.correctedSavingPct) return colors.green(formatPct(row.correctedSavingPct));
  return row.savingPct ? `${formatPct(row.savingPct)} raw` : '-';
}

/** Of the figures that are shown; many lines differ in a number alone. */
function renderGrades(report: ReportView, cells: boolean): string {
  return firstTexts(gradeLines(report, cells).map(describeGrade), MAX_GRADE_LINES).join('\n');
}

function renderRatios(report: ReportView, screen: ReportScreen): string {
  if (report.ratios.length === 0) return '';
  const inferences = inferencesColumn(report.ratios);
  const columns = [
    { title: 'workload' },
    { title: 'batch', align: 'right' as const },
    ...inferences.columns,
    { title: 'device' },
    { title: 'over' },
    { title: 'at' },
    { title: 'energy ratio' },
    { title: 'duration ratio' },
    { title: 'grade' },
  ];
  const shown = ratiosToBest(report.ratios);
  const lines = shown.map((ratio) => [
    describeWork(ratio),
    String(ratio.batchSize),
    ...inferences.cellsOf(ratio),
    ratio.device,
    ratio.against,
    ratio.at === 'dvfs' ? baselineTitle(report) : 'each optimum',
    formatRatio(ratio.energyRatio),
    formatRatio(ratio.durationRatio),
    ratioGrade(ratio),
  ]);
  const table = fitTable(columns, lines, screen);
  const left = report.ratios.length - shown.length;
  return left > 0 ? `${table}\n${left} more pairs follow from these; --json has them` : table;
}

function renderRepeatability({ repeatabilityPct }: ReportView): string {
  return repeatabilityPct
    .map(({ device, sdPct, degreesOfFreedom }) =>
      degreesOfFreedom === 0
        ? `${device}: not measured, nothing was repeated; ${Number(sdPct.toFixed(2))} % is assumed in the intervals`
        : `${device}: ${sdPct.toFixed(2)} % standard deviation between trials of a cell (${formatDegrees(degreesOfFreedom)})`,
    )
    .join('\n');
}

function formatDegrees(count: number): string {
  return `${count} ${count === 1 ? 'degree' : 'degrees'} of freedom`;
}

/** `nano-1: alexnet, batch 16 at GPU 460.8 MHz, CPU 768 MHz, 7 trials: 693 J [690, 696], drift +0.3 % [-0.2, 0.8]`. */
function sentinelLine({ device, batchSize, levels, trials, energyMj, driftPct, ...work }: SentinelView): string {
  const clocks = shownFactors([levels]).map((factor) => `${factor.title} ${describeLevel(factor, levels)}`);
  const what = `${describeWork(work)}, batch ${batchSize} at ${clocks.join(', ')}`;
  const drift = driftPct ? `drift ${formatPct(driftPct, '+')} from the first to the last` : 'too few for a drift';
  return `${device}: ${what}, ${formatCount(trials, 'trial')}: ${formatMeanEnergy(energyMj)}; ${drift}`;
}

function rejectedLine({ device, check, attempts, trials }: ReportView['rejected'][number]): string {
  return `${device}: ${check}, ${formatCount(attempts, 'attempt')} of ${formatCount(trials, 'trial')}`;
}

function flaggedLine({ device, flag, trials }: ReportView['flagged'][number]): string {
  return `${device}: ${flag}, ${formatCount(trials, 'trial')}`;
}

type Failure = ReportView['failures'][number];

function failureLines({ failures }: ReportView, state: 'failed' | 'skipped'): string {
  return failures
    .filter((failure) => failure.state === state)
    .map(failureLine)
    .join('\n');
}

function failureLine({ device, batchSize, inferences, reason, trials, ...work }: Failure): string {
  return `${device}: ${describeWork(work)}, batch ${batchSize}, ${inferences} inferences, ${formatCount(trials, 'trial')}: ${reason}`;
}
