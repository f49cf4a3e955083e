import { type Grade, worseGrade } from './grades';
import { TRUST_PARTS, type GradedFigure, type TrustPart, type TrustPartDefinition } from './trust-parts';

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

const PARTS = Object.entries(TRUST_PARTS) as [TrustPart, TrustPartDefinition][];

/** Grades a figure. A part that nothing is known of says so; none is left out. */
export function gradeFigure(figure: GradedFigure): TrustGrade {
  const parts: TrustGrade['parts'] = {};
  let worst: Grade = 'A';
  for (const [name, { gradeOf }] of PARTS) {
    const grade = gradeOf(figure);
    if (grade === 'A') continue;
    parts[name] = grade;
    worst = worseGrade(worst, grade);
  }
  const deciding = PARTS.filter(([name]) => parts[name] === worst).map(([, { textsOf }]) => textsOf(figure));
  return {
    grade: worst,
    parts,
    reasons: deciding.map(([reason]) => reason),
    raise: deciding.map(([, raise]) => raise),
  };
}
