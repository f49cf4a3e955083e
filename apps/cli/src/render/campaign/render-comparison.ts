import type { CellChangeView, ComparisonView, UnpairedCell } from '@joulefleet/contracts';
import { asChangePct, describeLevel, describeWork, shownFactors } from '@joulefleet/core';
import { formatCount, formatPct, ratioGrade, shortId } from '@joulefleet/figures';
import type { Screen } from '../../terminal/screen';
import { wrapText } from '../../terminal/wrap-text';
import { fitTable } from '../table/fit-table';

type ComparisonScreen = Pick<Screen, 'colors' | 'columns'>;

/** What changed between two campaigns; `cells` adds the cells that did not. */
export function renderComparison(view: ComparisonView, screen: ComparisonScreen, options: { cells: boolean }): string {
  const { colors, columns } = screen;
  const paragraph = (text: string): string => (text === '' ? '' : wrapText(text, columns).join('\n'));
  const section = (title: string, body: string): string =>
    body === '' ? '' : `${colors.bold(colors.underline(title))}\n${body}`;
  const shown = options.cells ? view.cells : view.cells.filter(isDifferent);
  return [
    paragraph(headingOf(view)),
    paragraph(summaryOf(view)),
    section('Mean change', renderGroups(view, screen)),
    section(options.cells ? 'Cells' : 'Better or worse', renderChanges(shown, view, screen)),
    section('Undecided', undecidedLines(view).map(paragraph).join('\n')),
    section('Only in one of them', unpairedLines(view).map(paragraph).join('\n')),
    colors.dim(paragraph(LEGEND)),
    paragraph(leftOutLine(view)),
    view.warnings.map((warning) => colors.yellow(paragraph(`warning: ${warning}`))).join('\n'),
  ]
    .filter((text) => text !== '')
    .join('\n\n');
}

const LEGEND =
  'Changes of energy and time against the reference, with 95 % intervals. Better, worse: unlikely to be chance (at most 5 % of those named so are). ' +
  'small: less than the margin. Equivalent: certainly within the margin. ' +
  'grade: trust grades, from A to F; with D or worse on either side the two are not to be ranked.';

const isDifferent = ({ verdict }: CellChangeView): boolean => verdict === 'better' || verdict === 'worse';

function headingOf({ campaign, reference }: ComparisonView): string {
  const both = [campaign, reference];
  const [ours, theirs] = both.map(({ id, name }) => `${name} (${shortId(id, both)})`);
  return `${ours} against ${theirs}`;
}

function summaryOf({ verdicts, changed, marginPct }: ComparisonView): string {
  const { better, worse, equivalent, undecided } = verdicts;
  const all = better + worse + equivalent + undecided;
  if (all === 0) return 'They have no cell with accepted trials in common.';
  const counts = `${worse} worse, ${better} better, ${equivalent} equivalent, ${undecided} undecided`;
  return `${formatCount(all, 'cell')} in both: ${counts}. ${formatCount(changed, 'cell')} changed by ${marginPct} % or more.`;
}

function renderGroups({ groups, across }: ComparisonView, screen: ComparisonScreen): string {
  if (groups.length === 0) return '';
  const columns = [
    { title: 'device' },
    ...(across ? [{ title: 'against' }] : []),
    { title: 'workload' },
    { title: 'cells', align: 'right' as const },
    { title: 'energy' },
  ];
  const lines = groups.map(({ device, against, workload, cells, energyRatio }) => [
    device,
    ...(across ? [against] : []),
    workload,
    String(cells),
    formatPct(asChangePct(energyRatio), '+'),
  ]);
  return fitTable(columns, lines, screen);
}

function renderChanges(cells: readonly CellChangeView[], { across }: ComparisonView, screen: ComparisonScreen): string {
  if (cells.length === 0) return '';
  const factors = shownFactors(cells.map(({ levels }) => levels));
  const columns = [
    { title: 'device' },
    ...(across ? [{ title: 'against' }] : []),
    { title: 'workload' },
    { title: 'batch', align: 'right' as const },
    ...factors.map(({ title }) => ({ title, align: 'right' as const })),
    { title: 'energy' },
    { title: 'time' },
    { title: 'grade' },
    { title: '' },
  ];
  const lines = cells.map((cell) => [
    cell.device,
    ...(across ? [cell.against] : []),
    describeWork(cell),
    String(cell.batchSize),
    ...factors.map((factor) => describeLevel(factor, cell.levels)),
    formatPct(asChangePct(cell.energyRatio), '+'),
    formatPct(asChangePct(cell.durationRatio), '+'),
    ratioGrade(cell),
    verdictText(cell, screen),
  ]);
  return fitTable(columns, lines, screen);
}

function verdictText(cell: CellChangeView, { colors }: ComparisonScreen): string {
  if (!isDifferent(cell)) return cell.verdict;
  const text = cell.relevant ? cell.verdict : `${cell.verdict}, small`;
  return cell.verdict === 'worse' ? colors.red(text) : colors.green(text);
}

const REASONS = {
  single_trial: 'with a single trial: a second one would show its scatter',
  no_scatter: 'whose trials are all equal: a reading that was repeated has no scatter to judge by',
} as const;

/** Of the cells that are shown, by what keeps them undecided. */
function undecidedLines({ cells }: ComparisonView): string[] {
  const undecided = cells.filter(({ verdict }) => verdict === 'undecided');
  const because = Object.entries(REASONS).flatMap(([reason, text]) => {
    const count = undecided.filter((cell) => cell.reason === reason).length;
    return count > 0 ? [`${formatCount(count, 'cell')} ${text}.`] : [];
  });
  const wide = undecided.filter(({ reason }) => reason === null);
  const more = wide.flatMap(({ moreTrials }) => (moreTrials === null ? [] : [moreTrials]));
  const lines =
    more.length > 0 ? [`${formatCount(more.length, 'cell')} with too wide an interval: ${trialsText(more)}.`] : [];
  const hopeless = wide.length - more.length;
  if (hopeless > 0) lines.push(`${formatCount(hopeless, 'cell')} that no number of trials decides at this margin.`);
  return [...lines, ...because];
}

function trialsText(more: readonly number[]): string {
  const [least, most] = [Math.min(...more), Math.max(...more)];
  const range = least === most ? String(most) : `${least} to ${most}`;
  return `${range} more ${most === 1 ? 'trial' : 'trials'} of each are likely to decide`;
}

function unpairedLines({ campaign, reference, onlyInCampaign, onlyInReference }: ComparisonView): string[] {
  const line = (name: string, cells: readonly UnpairedCell[]): string[] => {
    const byDevice = new Map<string, number>();
    for (const { device } of cells) byDevice.set(device, (byDevice.get(device) ?? 0) + 1);
    const devices = [...byDevice].map(([device, count]) => `${device} ${count}`).join(', ');
    return cells.length > 0 ? [`${name}: ${formatCount(cells.length, 'cell')} (${devices})`] : [];
  };
  return [...line(campaign.name, onlyInCampaign), ...line(reference.name, onlyInReference)];
}

function leftOutLine({ leftOut }: ComparisonView): string {
  const counted = Object.entries(leftOut).filter(([, count]) => count > 0);
  return counted.length === 0 ? '' : `Left out: ${counted.map(([list, count]) => `${list} ${count}`).join(', ')}.`;
}
