import type { CellView, ReportView } from '@joulefleet/contracts';
import { gradeReasons, GRADES, isTooLowToRank, type Grade, type GradeReason } from '@joulefleet/core';
import { formatCount } from '../text/format-count';

/** Why the figures of a report are no better, the worst first; `cells` also of the cells beside optimum and baseline. */
export function gradeLines({ rows }: ReportView, cells: boolean): GradeReason[] {
  const shown = rows.flatMap((row) => (cells ? row.cells : pointsOf(row)));
  const rank = ({ grade }: GradeReason): number => GRADES.indexOf(grade);
  return gradeReasons(shown.map(({ grade }) => grade)).sort((a, b) => rank(b) - rank(a) || b.figures - a.figures);
}

function pointsOf({ optimum, dvfs }: ReportView['rows'][number]): CellView[] {
  return [optimum, dvfs].flatMap((cell) => cell ?? []);
}

export function describeGrade({ grade, reason, raise, figures }: GradeReason): string {
  const what = `${grade}, ${formatCount(figures, 'figure')}`;
  return reason === '' ? `${what}.` : `${what}: ${reason}. It would be better with: ${raise}.`;
}

/** `B over C`, with a mark where one of them is too low to rank. */
export function ratioGrade({
  grade,
  againstGrade,
  rankable,
}: Pick<ReportView['ratios'][number], 'grade' | 'againstGrade' | 'rankable'>): string {
  return `${grade} over ${againstGrade}${rankable ? '' : NOT_RANKED}`;
}

const NOT_RANKED = ', not ranked';

/** `B`, with a mark where it is too low to rank. */
export function gradeText(grade: Grade): string {
  return `${grade}${isTooLowToRank(grade) ? NOT_RANKED : ''}`;
}
