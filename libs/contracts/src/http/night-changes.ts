import { CAUSES, CHANGE_MARKS, CHANGE_STATES, NIGHT_METRICS } from '@joulefleet/core';
import * as z from 'zod';
import { sentMoment } from './moment';
import { scheduledInstant } from './schedule';
import { STORABLE_TEXT } from './storable-text';

const KINDS = ['series', 'group', 'device'] as const;
const metric = z.enum(NIGHT_METRICS);

/** What a person said of a change, and when. */
export const changeMark = z.object({
  mark: z.enum(CHANGE_MARKS),
  by: z.string(),
  at: z.iso.datetime(),
  note: z.string().nullable(),
  link: z.string().nullable(),
  /** Of `acknowledged`: it holds so long; null: until the change is over. */
  until: z.iso.datetime().nullable(),
});

/** Ends of the 95 % interval of a size, in percent. */
const interval = { lowPct: z.number(), highPct: z.number() };

/** A change that the nights of a schedule show. */
export const nightChange = z.object({
  /** Stays the same, whatever later nights show. */
  id: z.string(),
  kind: z.enum(KINDS),
  /** Of the series, group or device: what `showNightSeries` takes. */
  key: z.string(),
  /** The cell in words, the group of cells, or the device. */
  about: z.string(),
  /** null: it is about several, or a group of cells. */
  device: z.string().nullable(),
  metric,
  /** Cells of devices that it is about. */
  cells: z.number().int(),
  /** In percent of the reference; below 0: less, which is better in every metric. */
  changePct: z.number(),
  ...interval,
  state: z.enum(CHANGE_STATES),
  /** Somebody has taken it on, and that still holds: it is open, but a gate lets it pass. */
  acknowledged: z.boolean(),
  /** The first night that is off, the one in which that was seen, and the one that decided. */
  since: scheduledInstant,
  flagged: scheduledInstant,
  decided: scheduledInstant.nullable(),
  /** What the resolver printed in the measured night before, and in the first one that is off. */
  underTest: z.object({ before: z.string().nullable(), since: z.string().nullable() }),
  /** What bisecting between these has found; `between`: so many versions lie between them, which may be it as well. null: nothing. */
  narrowed: z.object({ before: z.string(), since: z.string(), between: z.number().int() }).nullable(),
  /** What it is put down to, and why, in words; null: it went away. */
  cause: z.enum(CAUSES).nullable(),
  because: z.string().nullable(),
  /** Former and present version, measured in turn in the night in which it was seen; null: they were not. */
  measuredAgain: z
    .object({
      outcome: z.enum(['differ', 'alike']),
      changePct: z.number(),
      /** Null: it was measured by an older version, which did not keep them. */
      lowPct: interval.lowPct.nullable(),
      highPct: interval.highPct.nullable(),
      /** The same on another device of the class; null: on none. `unclear`: it neither shows the change for certain nor clearly a smaller one. */
      sibling: z
        .object({
          device: z.string(),
          outcome: z.enum(['differ', 'alike', 'unclear']),
          changePct: z.number(),
          ...interval,
        })
        .nullable(),
    })
    .nullable(),
  /** The oldest first. */
  marks: z.array(changeMark),
});

/** What a night showed. `changed`: a change was confirmed in it. `suspected`: something was flagged that is not decided, or went away. */
export const NIGHT_VERDICTS = ['learning', 'quiet', 'suspected', 'changed'] as const;

/** The nights of a schedule, judged one after the other. */
export const nightChanges = z.object({
  schedule: z.string(),
  simulated: z.boolean(),
  /** Nights that measured something, and how many more it takes until they are judged. */
  nights: z.number().int(),
  learning: z.number().int(),
  /** The newest first. */
  changes: z.array(nightChange),
  /** Of each night that measured something, the oldest first. */
  calendar: z.array(
    z.object({
      night: scheduledInstant,
      verdict: z.enum(NIGHT_VERDICTS),
      /** Ids of changes that were flagged and confirmed in it. */
      flagged: z.array(z.string()),
      confirmed: z.array(z.string()),
    }),
  ),
  /** The least change in percent that would be flagged within seven nights, four times of five: of half of the cells, and of all. */
  detectable: z.array(z.object({ metric, halfPct: z.number(), allPct: z.number() })),
  /** False changes that are confirmed in a night, to be expected if nothing changes. */
  expectedFalsePerNight: z.number(),
  /**
   * Confirmed changes for the worse and for the better. False ones are equally many of both; `pValue`, two-sided, says how well the two numbers go
   * with that.
   */
  balance: z.object({ worse: z.number().int(), better: z.number().int(), pValue: z.number() }),
  /** Each night 2 % is put into copies of three series, and three others are copied as they are: how many of each were flagged. */
  selfTest: z.object({
    injected: z.number().int(),
    found: z.number().int(),
    untouched: z.number().int(),
    madeUp: z.number().int(),
  }),
  /** Series whose nights have begun to scatter more than they used to, the newest first. */
  unsteady: z.array(
    z.object({ about: z.string(), device: z.string(), metric, key: z.string(), night: scheduledInstant }),
  ),
});

/** What a person says of a change. */
export const markChangeRequest = z.strictObject({
  mark: z.enum(CHANGE_MARKS),
  note: z
    .string()
    .trim()
    .min(1)
    .max(2000)
    .regex(STORABLE_TEXT, 'text without the character NUL')
    .nullable()
    .default(null),
  link: z
    .url({ protocol: /^https?$/, normalize: true })
    .max(2000)
    .nullable()
    .default(null),
  /** Only of `acknowledged`. */
  until: sentMoment.nullable().default(null),
});

/** A series, a group of them or a device, by name. */
export const nightSeriesQuery = z.strictObject({
  kind: z.enum(KINDS).default('series'),
  key: z.string().min(1).max(1000).regex(STORABLE_TEXT, 'text without the character NUL'),
  metric,
});

const seriesAbout = {
  kind: z.enum(KINDS),
  key: z.string(),
  about: z.string(),
  device: z.string().nullable(),
  metric,
  /** A cell that shows whether the device drifts: it is not judged by itself. */
  sentinel: z.boolean(),
};

/** Everything that is judged over the nights of a schedule. */
export const nightSeriesList = z.object({
  schedule: z.string(),
  series: z.array(
    z.object({
      ...seriesAbout,
      /** Nights in which it was measured, and the last of them. */
      nights: z.number().int(),
      last: scheduledInstant.nullable(),
      /** Of the last night against the reference, the device's own movement taken off; null: there is no reference yet. */
      changePct: z.number().nullable(),
      /** The least change that would be flagged within seven nights, four times of five; null: it is not judged yet. */
      detectablePct: z.number().nullable(),
    }),
  ),
});

/** One series, night by night. */
export const nightSeriesView = z.object({
  schedule: z.string(),
  simulated: z.boolean(),
  ...seriesAbout,
  /** `mJ`, `ms` or `mW` of a series; of a group or a device `%`, off its reference. */
  unit: z.enum(['mJ', 'ms', 'mW', '%']),
  /** The oldest first; nights in which it was not measured have null. */
  nights: z.array(
    z.object({
      night: scheduledInstant,
      underTest: z.string().nullable(),
      /** As measured, and with the device's own movement of that night taken off. */
      measured: z.number().nullable(),
      value: z.number().nullable(),
      /** The device's own movement, in percent. */
      movedPct: z.number().nullable(),
      /** How far the sentinel cells of the device are off their references, in percent; null: it has none, or they were not measured. */
      sentinelPct: z.number().nullable(),
      /** The reference, and the band in which 95 of 100 nights lie when nothing changes; null: it is not judged yet. */
      reference: z.number().nullable(),
      low: z.number().nullable(),
      high: z.number().nullable(),
    }),
  ),
  /** Ids of the changes that it is part of. */
  changes: z.array(z.string()),
});

export type ChangeMarkView = z.infer<typeof changeMark>;
export type NightChange = z.infer<typeof nightChange>;
export type NightChanges = z.infer<typeof nightChanges>;
export type MarkChangeRequest = z.infer<typeof markChangeRequest>;
export type NightSeriesQuery = z.infer<typeof nightSeriesQuery>;
export type NightSeriesList = z.infer<typeof nightSeriesList>;
export type NightSeriesView = z.infer<typeof nightSeriesView>;
