/** The best first. */
export const GRADES = ['A', 'B', 'C', 'D', 'E', 'F'] as const;
export type Grade = (typeof GRADES)[number];

/** The worst of some grades; A of none. */
export function worstGrade(grades: readonly Grade[]): Grade {
  return grades.reduce(worseGrade, 'A');
}

export function worseGrade(a: Grade, b: Grade): Grade {
  return GRADES.indexOf(a) >= GRADES.indexOf(b) ? a : b;
}

/** From here on a figure is not ranked. */
const TOO_LOW: Grade = 'D';

/** Whether a figure of this grade is too uncertain to rank by it. */
export function isTooLowToRank(grade: Grade): boolean {
  return GRADES.indexOf(grade) >= GRADES.indexOf(TOO_LOW);
}

/** Bounds of the grades A to E; beyond the last one it is F. */
export type Bounds = readonly [number, number, number, number, number];

export function gradeAtLeast(value: number, bounds: Bounds): Grade {
  const place = bounds.findIndex((bound) => value >= bound);
  return GRADES[place < 0 ? GRADES.length - 1 : place]!;
}

/** NaN is F. */
export function gradeAtMost(value: number, bounds: Bounds): Grade {
  const place = bounds.findIndex((bound) => value <= bound);
  return GRADES[place < 0 ? GRADES.length - 1 : place]!;
}
