import type { CellView, ReportView } from '@joulefleet/contracts';
import { GRADES, isTooLowToRank } from '@joulefleet/core';
import { formatCount } from '../format/format-count';

type Graded = CellView['grade'];

/** Figures of one grade for one reason. */
export interface GradeLine {
  grade: Graded['grade'];
  reasons: string;
  raise: string;
  figures: number;
}

/** Why the figures of a report are no better, the worst first; `cells` also of the cells beside optimum and baseline. */
export function gradeLines({ rows }: ReportView, cells: boolean): GradeLine[] {
  const shown = rows.flatMap((row) => (cells ? row.cells : pointsOf(row)));
  const lines = new Map<string, GradeLine>();
  for (const { grade } of shown) {
    const [reasons, raise] = [grade.reasons.join('; '), grade.raise.join('; ')];
    const key = `${grade.grade} ${reasons}`;
    const line = lines.get(key) ?? { grade: grade.grade, reasons, raise, figures: 0 };
    line.figures++;
    lines.set(key, line);
  }
  const rank = ({ grade }: GradeLine): number => GRADES.indexOf(grade);
  return [...lines.values()].sort((a, b) => rank(b) - rank(a) || b.figures - a.figures);
}

function pointsOf({ optimum, dvfs }: ReportView['rows'][number]): CellView[] {
  return [optimum, dvfs].flatMap((cell) => cell ?? []);
}

export function describeGrade({ grade, reasons, raise, figures }: GradeLine): string {
  const what = `${grade}, ${formatCount(figures, 'figure')}`;
  return reasons === '' ? `${what}.` : `${what}: ${reasons}. It would be better with: ${raise}.`;
}

/** `B over C`, or that it is too low. */
export function ratioGrade({
  grade,
  againstGrade,
  rankable,
}: Pick<ReportView['ratios'][number], 'grade' | 'againstGrade' | 'rankable'>): string {
  return rankable ? `${grade} over ${againstGrade}` : `${grade} over ${againstGrade}: too low to rank`;
}

/** `693 J` with a mark where its grade is too low to rank. */
export function gradeText({ grade }: Graded): string {
  return isTooLowToRank(grade) ? `${grade}, not ranked` : grade;
}
