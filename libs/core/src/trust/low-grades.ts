import { gradeReasons, type GradeReason } from './grade-reasons';
import { isTooLowToRank } from './grades';
import type { TrustGrade } from './trust-grade';

/** How many of some figures are too low to rank, and why. */
export interface LowGrades {
  cells: number;
  tooLow: number;
  /** The most frequent first, a few only. */
  why: GradeReason[];
}

const MAX_REASONS = 5;

export function lowGrades(grades: readonly TrustGrade[]): LowGrades {
  const low = grades.filter(({ grade }) => isTooLowToRank(grade));
  const why = gradeReasons(low).sort((a, b) => b.figures - a.figures);
  return { cells: grades.length, tooLow: low.length, why: why.slice(0, MAX_REASONS) };
}

/** `2 of 8 cells have a trust grade of D or worse, ...`; null: none has. */
export function describeLowGrades({ cells, tooLow, why }: LowGrades): string | null {
  if (tooLow === 0) return null;
  const reasons = why.map(({ grade, figures, reason, raise }) => `${figures} ${grade}: ${reason} (${raise})`);
  return `${tooLow} of ${cells} cells have a trust grade of D or worse, too low to rank: what is best is open as far as they go. ${reasons.join('. ')}`;
}
