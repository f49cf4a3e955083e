import { type Grade, isTooLowToRank } from '../trust/grades';

/** The grades of two figures that are compared. */
export interface ComparedGrades {
  grade: Grade;
  againstGrade: Grade;
  /** Neither is so low (D or worse) that the two are not to be ranked. */
  rankable: boolean;
}

export function comparedGrades(grade: Grade, againstGrade: Grade): ComparedGrades {
  return { grade, againstGrade, rankable: !isTooLowToRank(grade) && !isTooLowToRank(againstGrade) };
}
