import { type Grade, worstGrade } from './grades';
import { TRUST_PARTS, type GradedFigure, type GradedPart, type TrustPart } from './trust-parts';

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

const PARTS = Object.entries(TRUST_PARTS);

/** Grades a figure. A part that nothing is known of says so; none is left out. */
export function gradeFigure(figure: GradedFigure): TrustGrade {
  const parts: TrustGrade['parts'] = {};
  const below: GradedPart[] = [];
  for (const [name, gradeOf] of PARTS) {
    const part = gradeOf(figure);
    if (part.grade === 'A') continue;
    parts[name as TrustPart] = part.grade;
    below.push(part);
  }
  const grade = worstGrade(below.map((part) => part.grade));
  const texts = below.filter((part) => part.grade === grade).map((part) => part.texts());
  return { grade, parts, reasons: texts.map(([reason]) => reason), raise: texts.map(([, raise]) => raise) };
}
