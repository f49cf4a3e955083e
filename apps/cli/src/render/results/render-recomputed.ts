import type { RecomputedAttempt, RecomputePage, ReportView } from '@joulefleet/contracts';
import { formatCount } from '../format/format-count';
import { MovedCells, type MovedDevice, type MovedOptimum } from './moved-cells';

/** Attempts that are kept for `--json` and shown by name; all are counted. */
const MAX_LISTED = 20;

/** What came of all pages. */
export interface RecomputedResults {
  campaignId: string;
  applied: boolean;
  judged: number;
  withoutRawData: number;
  skipped: number;
  moved: number;
  verdictsMoved: number;
  trialsMoved: number;
  largestRelativeChange: number;
  devices: MovedDevice[];
  /** The first cells, as `device cellKey`, in which the verdict on an attempt changes. */
  cellsWithVerdict: string[];
  /** The first rows of the report whose optimum becomes another cell. */
  optima: MovedOptimum[];
  /** The first of those that move. */
  attempts: RecomputedAttempt[];
}

export function noResults(campaignId: string, applied: boolean): RecomputedResults {
  const counts = { judged: 0, withoutRawData: 0, skipped: 0, moved: 0, verdictsMoved: 0, trialsMoved: 0 };
  return {
    campaignId,
    applied,
    ...counts,
    largestRelativeChange: 0,
    devices: [],
    cellsWithVerdict: [],
    optima: [],
    attempts: [],
  };
}

export function addPage(results: RecomputedResults, page: RecomputePage, cells: MovedCells): void {
  results.judged += page.judged;
  results.withoutRawData += page.withoutRawData;
  results.skipped += page.skipped;
  results.moved += page.moved.length;
  for (const each of page.moved) {
    cells.add(each);
    if (each.verdict.before !== each.verdict.after) results.verdictsMoved++;
    if (each.trialState.before !== each.trialState.after) results.trialsMoved++;
    results.largestRelativeChange = Math.max(results.largestRelativeChange, relativeChange(each));
    if (results.attempts.length < MAX_LISTED) results.attempts.push(each);
  }
}

/** What the pages add up to, by device and cell. `before`: the report as it was before anything was written. */
export function concludePages(results: RecomputedResults, cells: MovedCells, before: Pick<ReportView, 'rows'>): void {
  results.devices = cells.byDevice();
  results.cellsWithVerdict = cells.withVerdict().slice(0, MAX_LISTED);
  results.optima = cells.optima(before).slice(0, MAX_LISTED);
}

function relativeChange({ energyMj: { before, after } }: RecomputedAttempt): number {
  return before && after ? Math.abs(after / before - 1) : 0;
}

export function renderRecomputed(results: RecomputedResults, applyCommand: string): string {
  const { judged, moved, verdictsMoved, trialsMoved, withoutRawData, skipped, applied } = results;
  const change = (100 * results.largestRelativeChange).toPrecision(3);
  const moves = applied ? 'changed' : 'would change';
  const lines = [`${formatCount(judged, 'attempt')} judged anew: ${moved} ${moves}, ${verdictsMoved} in verdict.`];
  if (moved > 0)
    lines.push(`${formatCount(trialsMoved, 'attempt')} moved a trial; largest change of energy: ${change} %.`);
  lines.push(...results.devices.map(describeDevice), ...describeCells(results));
  for (const each of results.attempts) lines.push(`  ${describe(each)}`);
  if (moved > results.attempts.length) lines.push(`  and ${moved - results.attempts.length} more`);
  if (withoutRawData > 0) lines.push(`${formatCount(withoutRawData, 'attempt')} left as before: raw traces expired.`);
  if (skipped > 0) lines.push(`${formatCount(skipped, 'attempt')} changed meanwhile: recompute again.`);
  if (!applied && moved > 0) lines.push(`Nothing was written. Write it: ${applyCommand}`);
  return lines.join('\n');
}

function describeDevice({ device, moved, meanChangePct, largestChangePct }: MovedDevice): string {
  return `${device}: ${formatCount(moved, 'attempt')} by ${signed(meanChangePct)} in the mean, ${signed(largestChangePct)} at most`;
}

function describeCells({ moved, cellsWithVerdict, optima }: RecomputedResults): string[] {
  if (moved === 0) return [];
  const verdicts = cellsWithVerdict.map((cell) => `another verdict in ${cell}`);
  const moves = optima.map(({ device, workload, batchSize, before, after }) => {
    const row = `${workload}, batch ${batchSize}, on ${device}`;
    return `another optimum of ${row}: ${before.slice(0, 8)} -> ${after.slice(0, 8)}`;
  });
  return [...verdicts, ...moves, ...(moves.length === 0 ? ['every optimum stays the same cell'] : [])];
}

function signed(pct: number): string {
  return `${pct >= 0 ? '+' : ''}${pct.toPrecision(3)} %`;
}

function describe(moved: RecomputedAttempt): string {
  const { device, cellKey, verdict, energyMj, calibration, trialState, findings } = moved;
  const checks = findings.after.length > 0 ? ` (${findings.after.join(', ')})` : '';
  const [before, after] = [energyMj.before, energyMj.after].map((mj) =>
    mj === null ? '-' : Number(mj.toPrecision(7)),
  );
  const energy = `${before} -> ${after} mJ`;
  const state = `trial ${trialState.before} -> ${trialState.after}`;
  const version =
    calibration.before === calibration.after
      ? ''
      : `, calibration ${calibration.before ?? 'none'} -> ${calibration.after ?? 'none'}`;
  return `${device} ${cellKey.slice(0, 8)}: ${verdict.before} -> ${verdict.after}${checks}, ${energy}${version}, ${state}`;
}
