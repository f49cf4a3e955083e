import * as z from 'zod';
import { GRADES } from '@joulefleet/core';

export const grade = z.enum(GRADES);

/** Those of two figures that are compared. */
export const comparedGrades = z.object({
  grade,
  againstGrade: grade,
  /** False: a grade of D or worse on either side is too low to rank the two. */
  rankable: z.boolean(),
});

/** How far a figure can be trusted, from A to F: the worst of its parts. Figures of D or worse are not ranked. */
export const trustGrade = z.object({
  grade,
  /** Parts that are worse than A: `evidence`, `sampling`, `gaps`, `clocks`, `temperature`, `trials`, `repetition`, `uncertainty`, `calibration`. */
  parts: z.record(z.string(), grade),
  /** Why it is no better, for each part that decides; empty: it is an A. */
  reasons: z.array(z.string()),
  /** What would raise it, for each of these. */
  raise: z.array(z.string()),
});
