import type { ComparisonRow } from '../comparison/compare-cells';
import type { CellSummary } from '../comparison/measured-cell';
import { countedCell, energyRatio } from '../comparison/cell-ratios';
import { asSavingPct, type Interval } from '../statistics/interval';
import { comparedGrades } from '../comparison/rank-by-grade';
import { compareText } from '../text/compare-text';
import { isTooLowToRank } from '../trust/grades';
import { answerFigures, COST_OF, excessOf, fitOf, type AnswerFigures, type Fit } from './answer-figures';
import type { Question } from './question';

/** Rows of one campaign, of the workload that is asked for. */
export interface AskedCampaign {
  campaignId: string;
  campaign: string;
  simulated: boolean;
  rows: readonly ComparisonRow[];
}

/** A cell that may be the answer. */
export interface Candidate extends AnswerFigures {
  campaignId: string;
  campaign: string;
  simulated: boolean;
  row: ComparisonRow;
  cell: CellSummary;
  fit: Fit;
  /** What is to be least. */
  cost: Interval;
  /** A grade of C or better. */
  rankable: boolean;
  /** Whether its objective may be as low as that of the answer, by their intervals. */
  mayBeBest: boolean;
}

/** The device left to its governors, beside the answer. */
export interface AnswerBaseline extends AnswerFigures {
  cell: CellSummary;
  /** 100 (1 - answer / baseline), energy. */
  savingPct: Interval;
  /** Whether the luck of the choice is taken out of the saving. */
  corrected: boolean;
  /** False: a grade of D or worse, of the answer or of this, is too low to quote the saving. */
  rankable: boolean;
}

export interface FoundAnswer {
  /** Null: nothing that was measured may keep the limits. */
  best: Candidate | null;
  baseline: AnswerBaseline | null;
  /** The next ones, of those that keep the limits or may. */
  runnersUp: Candidate[];
  /** Those that come nearest to the limits, where none may keep them. */
  closest: Candidate[];
  candidates: { all: number; yes: number; perhaps: number; no: number; tooLow: number };
}

const FIT_ORDER: Readonly<Record<Fit, number>> = { yes: 0, perhaps: 1, no: 2 };

/**
 * The measured cell that has the least of what is asked for and keeps the limits. A cell that keeps them certainly goes before one that may, and one whose trust
 * grade allows ranking before one whose grade does not. Of a cell that several campaigns measured on a device the first campaign's figures count. Pure; the
 * input's order decides nothing else.
 */
export function findAnswer(campaigns: readonly AskedCampaign[], question: Question, most = 5): FoundAnswer {
  const all = candidatesOf(campaigns, question).sort(byPreference);
  const possible = all.filter(({ fit }) => fit !== 'no');
  const best = possible[0] ?? null;
  const runnersUp = possible.slice(1).map((each) => ({ ...each, mayBeBest: each.cost.low <= best!.cost.high }));
  const count = (fit: Fit): number => all.filter((each) => each.fit === fit).length;
  return {
    best: best && { ...best, mayBeBest: true },
    baseline: best && baselineOf(best),
    runnersUp: runnersUp.slice(0, most),
    closest: best ? [] : byExcess(all, question).slice(0, most),
    candidates: {
      ...{ all: all.length, yes: count('yes'), perhaps: count('perhaps'), no: count('no') },
      tooLow: all.filter(({ rankable }) => !rankable).length,
    },
  };
}

function candidatesOf(campaigns: readonly AskedCampaign[], question: Question): Candidate[] {
  const found = new Map<string, Candidate>();
  for (const { rows, ...of } of campaigns) {
    for (const row of rows) {
      for (const cell of row.cells) {
        const key = `${row.device} ${cell.cellKey}`;
        if (!found.has(key)) found.set(key, candidate(of, row, cell, question));
      }
    }
  }
  return [...found.values()];
}

function candidate(
  of: Omit<AskedCampaign, 'rows'>,
  row: ComparisonRow,
  cell: CellSummary,
  question: Question,
): Candidate {
  const figures = answerFigures(row, cell);
  const rankable = !isTooLowToRank(cell.grade.grade);
  const cost = COST_OF[question.objective](figures);
  return { ...of, row, cell, ...figures, fit: fitOf(figures, question), cost, rankable, mayBeBest: false };
}

function byPreference(a: Candidate, b: Candidate): number {
  return (
    FIT_ORDER[a.fit] - FIT_ORDER[b.fit] ||
    Number(b.rankable) - Number(a.rankable) ||
    a.cost.estimate - b.cost.estimate ||
    compareText(a.row.device, b.row.device) ||
    compareText(a.cell.cellKey, b.cell.cellKey)
  );
}

function byExcess(all: readonly Candidate[], question: Question): Candidate[] {
  return [...all].sort((a, b) => excessOf(a, question) - excessOf(b, question) || byPreference(a, b));
}

/** Of the same row: the same device, work and batch size. */
function baselineOf({ row, cell }: Candidate): AnswerBaseline | null {
  const { dvfs, optimum, correctedSavingPct } = row;
  if (!dvfs) return null;
  const isOptimum = optimum?.cellKey === cell.cellKey;
  const corrected = isOptimum ? correctedSavingPct : null;
  const savingPct = corrected ?? asSavingPct(energyRatio(countedCell(row, cell), countedCell(row, dvfs)));
  const { rankable } = comparedGrades(cell.grade.grade, dvfs.grade.grade);
  return { ...answerFigures(row, dvfs), cell: dvfs, savingPct, corrected: corrected !== null, rankable };
}
