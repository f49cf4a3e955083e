import { BISECT_OUTCOMES, VERSIONS_STATES } from '@joulefleet/core';
import * as z from 'zod';
import { STORABLE_TEXT } from './storable-text';

/** As a resolver may print it. */
const version = z.string().trim().min(1).max(1000).regex(STORABLE_TEXT, 'text without the character NUL');

/** Asks which of several versions made a change. */
export const bisectRequest = z.strictObject({
  /** The oldest first; the good and the bad one are among them. */
  versions: z.array(version).min(2).max(1000),
  /** The last version that is known to be as before, and one that is known to be as since; null: those of the nights. */
  good: version.nullable().default(null),
  bad: version.nullable().default(null),
});

/** Which of several versions made a change, as far as it is known. */
export const nightBisect = z.object({
  id: z.string(),
  /** Id of the change. */
  change: z.string(),
  by: z.string(),
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
  /**
   * `found`: `before` and `since` follow each other. `between`: it is one of `between`, or `since`, and no more is known. `alike`: the good and the bad
   * version do not differ. `unclear`: whether they do is not known. `unmeasured`: one of them could not be measured. `failed`: a round could not begin.
   */
  state: z.enum(['running', ...BISECT_OUTCOMES]),
  /** The last version that is as the good one, the first that is as the bad one, and those between them, the oldest first. */
  before: z.string(),
  since: z.string(),
  between: z.array(z.string()),
  /** Versions that could not be measured. */
  skipped: z.array(z.string()),
  /** `since` against `before`, with the interval in which it is with 95 %; null: no round has shown it. */
  changePct: z.number().nullable(),
  lowPct: z.number().nullable(),
  highPct: z.number().nullable(),
  /** Rounds that are over, the first one first: versions that were measured in turn, and between which of them the change was found. */
  rounds: z.array(
    z.object({
      campaign: z.string(),
      versions: z.array(z.string()),
      state: z.enum(VERSIONS_STATES),
      before: z.string().nullable(),
      since: z.string().nullable(),
    }),
  ),
  /** The campaign of the round that is open, and the versions that it measures. */
  campaign: z.string().nullable(),
  measuring: z.array(z.string()),
  /** What went wrong; null: nothing did. */
  detail: z.string().nullable(),
});

export const nightBisectList = z.object({
  /** The newest first. */
  bisects: z.array(nightBisect),
});

export type BisectRequest = z.infer<typeof bisectRequest>;
export type NightBisect = z.infer<typeof nightBisect>;
export type NightBisectList = z.infer<typeof nightBisectList>;
