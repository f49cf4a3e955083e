import { type Grade, worstGrade } from './grades';
import { TRUST_PARTS, type GradedFigure, type TrustPart } from './trust-parts';

/** How far a figure can be trusted: the worst grade of its parts. */
export interface TrustGrade {
  grade: Grade;
  /** Parts that are worse than A. */
  parts: Partial<Record<TrustPart, Grade>>;
  /** Why it is no better, a text for each part that has its grade; empty: it is an A. */
  reasons: string[];
  /** What would raise it, for each of these. */
  raise: string[];
}

/** Grades a figure. A part that nothing is known of says so; none is left out. */
export function gradeFigure(figure: GradedFigure): TrustGrade {
  const graded = Object.entries(TRUST_PARTS).map(([name, gradeOf]) => ({ name, ...gradeOf(figure) }));
  const grade = worstGrade(graded.map((part) => part.grade));
  const below = graded.filter((part) => part.grade !== 'A');
  const deciding = below.filter((part) => part.grade === grade);
  return {
    grade,
    parts: Object.fromEntries(below.map((part) => [part.name, part.grade])),
    reasons: deciding.map(({ reason }) => reason),
    raise: deciding.map(({ raise }) => raise),
  };
}
