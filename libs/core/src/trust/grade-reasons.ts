import type { Grade } from './grades';
import type { TrustGrade } from './trust-grade';

/** Figures that have the same grade for the same parts. */
export interface GradeReason {
  grade: Grade;
  figures: number;
  /** Why, and what would raise it; of one of them, and it says so, where the texts differ. Empty: an A. */
  reason: string;
  raise: string;
}

/** Why figures have their grades, in the order of the figures. */
export function gradeReasons(grades: Iterable<TrustGrade>): GradeReason[] {
  const found = new Map<string, GradeReason & { differ: boolean }>();
  for (const { grade, parts, reasons, raise } of grades) {
    const deciding = Object.entries(parts).flatMap(([part, of]) => (of === grade ? [part] : []));
    const key = [grade, ...deciding].join(' ');
    const reason = reasons.join('; ');
    const known = found.get(key);
    if (known) {
      known.figures++;
      known.differ ||= reason !== known.reason;
    } else found.set(key, { grade, figures: 1, reason, raise: [...new Set(raise)].join('; '), differ: false });
  }
  return [...found.values()].map(({ differ, reason, ...of }) => ({
    ...of,
    reason: differ ? `for example ${reason}` : reason,
  }));
}
