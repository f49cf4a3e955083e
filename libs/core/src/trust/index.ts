export { attemptQuality, type AttemptQuality, type ClockRecord } from './attempt-quality';
export { evidenceOf, mergeEvidence, NO_EVIDENCE, type CellEvidence } from './cell-evidence';
export { GRADES, isTooLowToRank, type Grade } from './grades';
export { gradeReasons, type GradeReason } from './grade-reasons';
export { describeLowGrades, lowGrades, type LowGrades } from './low-grades';
export type { TrustGrade } from './trust-grade';
export type { TrustPart } from './trust-parts';
