import { benjaminiHochberg } from '../statistics/adjust-p-values';
import { pctAsLog } from '../statistics/effect-sizes';
import { type Interval, intervalFromLog } from '../statistics/interval';
import { twoSided95 } from '../statistics/student-t';
import { twoSidedPValue } from '../statistics/t-tests';
import type { Verdict } from '../statistics/verdict';
import { type CellChange, changeOf, type PValues } from './cell-change';
import { groupBy } from './group-by';
import type { DigestedCell } from './measured-cell';
import { noVerdictOn, pairCells, type PairedCampaigns } from './pair-cells';
import { testPairs, type TestedPair } from './test-pairs';

/** A device and workload as a whole: the mean change over the cells that both campaigns have. */
export interface CampaignChange {
  device: string;
  against: string;
  workload: string;
  /** Geometric mean of the cells' energy ratios; its interval is of their scatter, of a single cell its own. */
  energyRatio: Interval;
  cells: CellChange[];
}

export interface CampaignComparison extends Omit<PairedCampaigns, 'pairs'> {
  changes: CampaignChange[];
  verdicts: Record<Verdict, number>;
  /** Cells that are better or worse by the margin or more. */
  changed: number;
}

export interface CampaignComparisonOptions {
  /** From here on a change matters, in percent. */
  marginPct?: number;
  /** Each device against each one of its class. */
  across?: boolean;
}

/**
 * A campaign against an earlier one, cell by cell, so that what the cells differ by drops out. Significance is apart from relevance: of what is
 * called significant the expected share of chance is at most 5 %. Yields often.
 */
export function* compareCampaigns(
  campaign: readonly DigestedCell[],
  reference: readonly DigestedCell[],
  { marginPct = 2, across = false }: CampaignComparisonOptions = {},
): Generator<void, CampaignComparison> {
  const { pairs, ...onlyInOne } = yield* pairCells(campaign, reference, across);
  const tested = yield* testPairs(pairs, campaign, reference);
  const adjusted = adjustedPValues(tested);
  const cells: CellChange[] = [];
  for (const pair of tested) cells.push(yield* changeOf(pair, adjusted.get(pair) ?? null, pctAsLog(marginPct)));
  const groups = yield* groupBy(cells, (cell) => JSON.stringify([cell.device, cell.against, cell.workload]));
  const verdicts = { better: 0, worse: 0, equivalent: 0, undecided: 0 };
  for (const { verdict } of cells) verdicts[verdict]++;
  return { changes: groups.map(meanChange), ...onlyInOne, verdicts, changed: cells.filter(hasChanged).length };
}

/** Whether a cell is better or worse by as much as matters. */
export function hasChanged({ verdict, relevant }: Pick<CellChange, 'verdict' | 'relevant'>): boolean {
  return relevant && (verdict === 'better' || verdict === 'worse');
}

/** Plain and adjusted p-values of the pairs that have any. */
function adjustedPValues(pairs: readonly TestedPair[]): Map<TestedPair, PValues> {
  const judged = pairs.filter((pair) => noVerdictOn(pair) === null);
  const plain = judged.map(({ tested }) => twoSidedPValue(tested));
  const adjusted = benjaminiHochberg(plain);
  return new Map(judged.map((pair, i) => [pair, { plain: plain[i]!, adjusted: adjusted[i]! }]));
}

function meanChange(cells: CellChange[]): CampaignChange {
  const { device, against, workload } = cells[0]!;
  return { device, against, workload, energyRatio: meanRatio(cells.map((cell) => cell.energyRatio)), cells };
}

/** Mean of paired log ratios with Student's interval of their scatter. */
function meanRatio(ratios: readonly Interval[]): Interval {
  if (ratios.length === 1) return ratios[0]!;
  const logs = ratios.map((ratio) => Math.log(ratio.estimate));
  const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
  const freedom = logs.length - 1;
  const variance = logs.reduce((sum, log) => sum + (log - mean) ** 2, 0) / freedom;
  return intervalFromLog(mean, twoSided95(freedom) * Math.sqrt(variance / logs.length));
}
