import type { RecomputedAttempt, RecomputePage } from '@joulefleet/contracts';
import { formatCount } from '../format/format-count';

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
  /** The first of those that move. */
  attempts: RecomputedAttempt[];
}

export function noResults(campaignId: string, applied: boolean): RecomputedResults {
  const counts = { judged: 0, withoutRawData: 0, skipped: 0, moved: 0, verdictsMoved: 0, trialsMoved: 0 };
  return { campaignId, applied, ...counts, largestRelativeChange: 0, attempts: [] };
}

export function addPage(results: RecomputedResults, page: RecomputePage): void {
  results.judged += page.judged;
  results.withoutRawData += page.withoutRawData;
  results.skipped += page.skipped;
  results.moved += page.moved.length;
  for (const each of page.moved) {
    if (each.verdict.before !== each.verdict.after) results.verdictsMoved++;
    if (each.trialState.before !== each.trialState.after) results.trialsMoved++;
    results.largestRelativeChange = Math.max(results.largestRelativeChange, relativeChange(each));
    if (results.attempts.length < MAX_LISTED) results.attempts.push(each);
  }
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
  for (const each of results.attempts) lines.push(`  ${describe(each)}`);
  if (moved > results.attempts.length) lines.push(`  and ${moved - results.attempts.length} more`);
  if (withoutRawData > 0) lines.push(`${formatCount(withoutRawData, 'attempt')} left as before: raw traces expired.`);
  if (skipped > 0) lines.push(`${formatCount(skipped, 'attempt')} changed meanwhile: recompute again.`);
  if (!applied && moved > 0) lines.push(`Nothing was written. Write it: ${applyCommand}`);
  return lines.join('\n');
}

function describe({ device, cellKey, verdict, energyMj, trialState, findings }: RecomputedAttempt): string {
  const checks = findings.after.length > 0 ? ` (${findings.after.join(', ')})` : '';
  const energy = `${energyMj.before ?? '-'} -> ${energyMj.after ?? '-'} mJ`;
  const state = `trial ${trialState.before} -> ${trialState.after}`;
  return `${device} ${cellKey.slice(0, 8)}: ${verdict.before} -> ${verdict.after}${checks}, ${energy}, ${state}`;
}
