import type { RecomputedAttempt, RecomputePage, ReportView } from '@joulefleet/contracts';
import { MovedCells, type MovedDevice, type MovedOptimum } from './moved-cells';

/** Attempts that are kept to be shown by name; all are counted. */
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
