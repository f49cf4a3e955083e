import { ANSWER_OBJECTIVES, KNOWN_CLASSES } from '@joulefleet/core';
import * as z from 'zod';
import { cellLevels } from '../factors/level-schemas';
import { deviceName } from './device';
import { trustGrade } from './grade';
import { interval } from './interval';
import { viewFilter } from './views/view';
import { STORABLE_TEXT } from './storable-text';
import { work } from './work';

const limit = (most: number) => z.coerce.number().positive().max(most);

export const answerQuery = z
  .strictObject({
    workload: z.string().min(1).max(200),
    /** What is to be least. */
    minimise: z.enum(ANSWER_OBJECTIVES).default('energy-per-inference'),
    /** Of a batch, in the mean. */
    maxLatencyMs: limit(1e8).optional(),
    /** Of the total rail, in the mean of the inference window. */
    maxPowerW: limit(1e4).optional(),
    device: deviceName.optional(),
    deviceClass: z.enum(KNOWN_CLASSES).optional(),
    batchSize: viewFilter.batchSize,
    /** An id, or a prefix that is unique; left out: every campaign that the caller may see. */
    campaign: z.string().min(1).max(36).regex(STORABLE_TEXT).optional(),
    /** Of electricity, for the cost. */
    pricePerKwh: limit(1e6).optional(),
    /** Also simulated figures beside measured ones. */
    mixed: z.enum(['true', 'false']).optional(),
  })
  .refine(({ minimise, pricePerKwh }) => minimise !== 'cost' || pricePerKwh !== undefined, {
    message: 'the least cost needs a price of electricity: pricePerKwh',
  });

const answerFigures = {
  cellKey: z.string(),
  levels: cellLevels,
  trials: z.number().int(),
  /** Intervals of energy and power cover 95 % with the meter's uncertainty; those of time are of repetition. */
  energyPerInferenceMj: interval,
  energyPerBatchMj: interval,
  /** Mean time of a batch, pauses between batches included. */
  latencyMs: interval,
  powerMw: interval,
  inferencesPerS: interval,
  /** Energy of an inference times the time of its batch. */
  edpMjMs: interval,
  /** In the currency of the price; null: none was given. */
  costPerMillionInferences: interval.nullable(),
  grade: trustGrade,
};

/** A measured cell as an answer. */
export const answerCandidate = z.object({
  campaignId: z.string(),
  campaign: z.string(),
  simulated: z.boolean(),
  device: z.string(),
  deviceClass: z.string(),
  ...work,
  /** What is counted as an inference. */
  unit: z.string(),
  ...answerFigures,
  /** Whether it keeps the limits: by the upper ends of the intervals, by a part of them, or not. */
  fit: z.enum(['yes', 'perhaps', 'no']),
  /** False: its grade is D or worse, too low to rank. */
  rankable: z.boolean(),
  /** Whether it may be as good as the answer, by their intervals. */
  mayBeBest: z.boolean(),
});

/** The same device and work left to the governors. */
export const answerBaseline = z.object({
  ...answerFigures,
  /** 100 (1 - answer / baseline), energy. */
  savingPct: interval,
  /** Whether the luck of the choice is taken out of the saving. */
  corrected: z.boolean(),
  /** False: a grade of D or worse, of the answer or of the baseline, is too low to quote the saving. */
  rankable: z.boolean(),
});

export const answerView = z.object({
  asked: z.object({
    workload: z.string(),
    minimise: z.enum(ANSWER_OBJECTIVES),
    maxLatencyMs: z.number().nullable(),
    maxPowerW: z.number().nullable(),
    device: z.string().nullable(),
    deviceClass: z.string().nullable(),
    batchSize: z.number().int().nullable(),
    pricePerKwh: z.number().nullable(),
  }),
  /** Whether any of the figures come from twins. */
  simulated: z.boolean(),
  /** Null: nothing that was measured may keep the limits. */
  best: answerCandidate.nullable(),
  /** Null: there is no answer, or the governors were not measured with its work. */
  baseline: answerBaseline.nullable(),
  runnersUp: z.array(answerCandidate),
  /** The nearest to the limits, where nothing may keep them. */
  closest: z.array(answerCandidate),
  /** Measured cells that were looked at, by whether they keep the limits; `tooLow`: of a grade of D or worse. */
  candidates: z.object({
    all: z.number().int(),
    yes: z.number().int(),
    perhaps: z.number().int(),
    no: z.number().int(),
    tooLow: z.number().int(),
  }),
  campaigns: z.array(z.object({ id: z.string(), name: z.string(), simulated: z.boolean() })),
  /** What is not known, and how to get it. */
  unknowns: z.array(z.object({ what: z.string(), how: z.string() })),
  /** A campaign file that measures what is missing; null: there is an answer. */
  campaignFile: z.string().nullable(),
  /** POSIX shell, to be run on the board as root; null: there is no answer, or `noScripts` says why. */
  scripts: z.object({ apply: z.string(), revert: z.string() }).nullable(),
  noScripts: z.string().nullable(),
  notes: z.array(z.string()),
});

export type AnswerQuery = z.infer<typeof answerQuery>;
export type AnswerCandidate = z.infer<typeof answerCandidate>;
export type AnswerBaselineView = z.infer<typeof answerBaseline>;
export type AnswerView = z.infer<typeof answerView>;
