import type { CampaignSearchView, OneSearchView } from '@joulefleet/contracts';
import {
  cellOf,
  cellsThatMayBeBest,
  describeCertainty,
  describeEarlier,
  describePhase,
  describePurpose,
  describeTarget,
  formatCount,
  formatInterval,
  referenceBatch,
  referenceCost,
  searchTitle,
  timeTaken,
  variedLevels,
} from '@joulefleet/figures';
import type { Colors } from '../../terminal/session';
import { formatDuration } from '../format/format-duration';
import { renderTable } from '../table/render-table';

/** Candidates that are listed, the likeliest first. */
const SHOWN_CELLS = 8;
/** Points of the course that are shown. */
const SHOWN_POINTS = 12;

/** Every search of a campaign: its path, what is believed now, and how sure that is. */
export function renderSearches({ name, simulated, searches }: CampaignSearchView, colors: Colors): string {
  const title = `${name}${simulated ? ' (SIMULATED)' : ''}`;
  return [colors.bold(title), ...searches.map((search) => renderSearch(search, colors))].join('\n\n');
}

function renderSearch(search: OneSearchView, colors: Colors): string {
  const earlier = describeEarlier(search);
  return [
    colors.bold(searchTitle(search)),
    `  ${describeTarget(search.target)}`,
    `  ${describePhase(search)} on ${search.devices.join(', ')}`,
    ...(earlier === null ? [] : [`  ${earlier}`]),
    ...describeCertainty(search).map((line) => `  ${line}`),
    ...(search.over && search.verdict.reason ? [`  ${describeVerdict(search)}`] : []),
    `  ${describeTime(search)}`,
    `  ${describeCourse(search)}`,
    ...indent(renderCandidates(search, colors)),
    ...indent(renderPath(search, colors)),
  ].join('\n');
}

/** `Verdict: certified. No cell is better by ...`, and which version said so. */
function describeVerdict({ verdict: { outcome, reason, version } }: OneSearchView): string {
  const by = version === null ? '' : ` (by version ${version})`;
  return `Verdict: ${outcome}. ${reason}${by}`;
}

function indent(text: string): string[] {
  return text === '' ? [] : ['', ...text.split('\n').map((line) => `  ${line}`)];
}

/** Device time taken, by purpose, and saved against the sweep. */
export function describeTime(search: OneSearchView): string {
  const { usedS, ofSweepPct } = timeTaken(search);
  const { deviceS } = search;
  const parts = (['search', 'check', 'confirm'] as const).flatMap((purpose) =>
    deviceS[purpose] ? [`${purpose} ${formatDuration(deviceS[purpose])}`] : [],
  );
  const used = `Device time: ${formatDuration(usedS)}${parts.length > 1 ? ` (${parts.join(', ')})` : ''}`;
  if (ofSweepPct === null || deviceS.sweep === null) return `${used}.`;
  const saved = deviceS.sweep > usedS ? `, ${formatDuration(deviceS.sweep - usedS)} saved` : '';
  return `${used}; the sweep would take ${formatDuration(deviceS.sweep)}: ${ofSweepPct.toFixed(1)} % of it${saved}.`;
}

/** How the set of cells that may be best became smaller. */
function describeCourse({ course, cells }: OneSearchView): string {
  const step = Math.max(1, Math.ceil((course.length - 1) / SHOWN_POINTS));
  const shown = course.filter((_, index) => index % step === 0 || index === course.length - 1);
  const figures = shown.map(({ trials, mayBeBest }) => `${mayBeBest} after ${trials}`);
  return `May be best, of ${formatCount(cells.length, 'cell')}: ${figures.join(', ')}.`;
}

function renderCandidates(search: OneSearchView, colors: Colors): string {
  const { cells, target, verdict } = search;
  const varied = variedLevels(cells);
  const likely = cellsThatMayBeBest(search).filter(({ cost }) => cost !== null);
  const shown = likely.slice(0, SHOWN_CELLS);
  const reference = referenceCost(search);
  if (shown.length === 0) return '';
  const columns = [
    ...varied.titles.map((title) => ({ title, align: 'right' as const })),
    { title: `believed${target.unit && `, ${target.unit}`}`, align: 'right' as const },
    { title: 'may be best', align: 'right' as const },
    { title: 'trials', align: 'right' as const },
    { title: '' },
  ];
  const rows = shown.map((cell) => [
    ...varied.textsOf(cell),
    formatInterval(cell.cost!),
    `${(cell.probability * 100).toFixed(0)} %`,
    String(cell.trials),
    cell.cell === verdict.cell ? 'best' : '',
  ]);
  const more = likely.length - SHOWN_CELLS;
  const governors = reference === null ? '' : `${Number(reference.toPrecision(4))} ${target.unit}`.trim();
  return [
    renderTable(columns, rows, colors),
    ...(more > 0 ? [`and ${formatCount(more, 'cell')} more`] : []),
    ...(governors === '' ? [] : [`The governors' own choice${referenceBatch(search)} takes ${governors}.`]),
  ].join('\n');
}

/** What was tried, where and why, in the order in which it was proposed. */
function renderPath(search: OneSearchView, colors: Colors): string {
  const { steps, cells, target } = search;
  if (steps.length === 0) return '';
  const varied = variedLevels(cells);
  const columns = [
    { title: '#', align: 'right' as const },
    { title: 'device' },
    ...varied.titles.map((title) => ({ title, align: 'right' as const })),
    { title: 'why' },
    { title: `measured${target.unit && `, ${target.unit}`}`, align: 'right' as const },
    { title: 'took', align: 'right' as const },
  ];
  const rows = steps.map((step, index) => [
    String(index + 1),
    step.device,
    ...varied.textsOf(cellOf(search, step.cell)!),
    describePurpose(step),
    step.cost === null ? step.state : String(Number(step.cost.toPrecision(4))),
    step.deviceS === null ? '' : formatDuration(step.deviceS),
  ]);
  return renderTable(columns, rows, colors);
}
