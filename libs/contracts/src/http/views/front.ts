import * as z from 'zod';
import { interval } from '../interval';
import { viewFilter, viewHead, viewPoint, viewSubject } from './view';

export const frontQuery = z.strictObject(viewFilter);

/** A cell of a front, or a baseline that is off it. */
export const frontMember = z.object({
  ...viewSubject,
  point: viewPoint,
  /** `certain`: nothing may beat it; `possible`: nothing that is ranked beats it significantly; `off`: a baseline that something does beat; `unranked`: its trust grade is too low to say. */
  standing: z.enum(['certain', 'possible', 'off', 'unranked']),
  /** On the front by the estimates alone. */
  byEstimate: z.boolean(),
  isBaseline: z.boolean(),
  isKnee: z.boolean(),
  /** What the authors of the model published; null: unknown, or not in this precision. */
  accuracy: z.object({ accuracyPct: z.number(), benchmark: z.string(), source: z.string() }).nullable(),
  /** By energy per inference. */
  accuracyPctPerJ: interval.nullable(),
});

export const paretoFront = z.object({
  /** Of a device and workload; of a workload on all devices; or of the models of a benchmark, with accuracy as an axis. */
  scope: z.enum(['device', 'workload', 'benchmark']),
  device: z.string().nullable(),
  workload: z.string().nullable(),
  benchmark: z.string().nullable(),
  /** How many cells were compared. */
  cells: z.number().int(),
  /** Of these, how many have a trust grade (D or worse) that is too low to rank; they take no ranked one off the front. */
  tooLow: z.number().int(),
  /** By rising energy. */
  members: z.array(frontMember),
});

export const frontView = z.object({
  ...viewHead,
  fronts: z.array(paretoFront),
  leftOut: z.object({ fronts: z.number().int(), members: z.number().int() }),
});

export type FrontQuery = z.infer<typeof frontQuery>;
export type FrontMemberView = z.infer<typeof frontMember>;
export type ParetoFrontAnswer = z.infer<typeof paretoFront>;
export type FrontView = z.infer<typeof frontView>;
