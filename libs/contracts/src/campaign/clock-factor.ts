import { nearestWord } from '@joulefleet/core';
import type { Clock, ClockFactor } from '@joulefleet/core';
import * as z from 'zod';
import { parseFrequencyHz } from './frequency';
import { refuseRepeated } from './refuse-repeated';
import { show } from './show';

const MAX_LEVELS = 200;
const EXPECTED = 'all, stock, dvfs, a frequency such as "614.4 MHz", a list of those, or {from, to, levels or every}';

const frequency = z.unknown().transform((raw, context) => {
  const parsed = parseFrequencyHz(raw);
  if (parsed.ok) return parsed.amount;
  context.addIssue({ code: 'custom', ...finding(parsed) });
  return z.NEVER;
});

const level = z.unknown().transform((raw, context): Clock => {
  if (raw === 'dvfs' || raw === 'stock') return raw;
  const parsed = parseFrequencyHz(raw);
  if (parsed.ok) return parsed.amount;
  context.addIssue({ code: 'custom', ...finding(wordOrQuantity(raw, parsed)) });
  return z.NEVER;
});

function levelList(written: readonly unknown[]) {
  return z
    .array(level)
    .min(1)
    .max(MAX_LEVELS)
    .superRefine((levelsHz, context) => refuseRepeated(levelsHz, context, written))
    .transform((levelsHz): ClockFactor => ({ kind: 'levels', levelsHz }));
}

const every = z.number().int().min(1).max(MAX_LEVELS);

/** `every` n-th step of the whole table. */
export const everyStep = z.strictObject({ every }).transform((all): ClockFactor => ({ kind: 'all', ...all }));

/** `from` and `to` with `levels` steps between, ends included, or `every` n-th; without either every step of the table. */
export const clockRange = z
  .strictObject({
    from: frequency,
    to: frequency,
    levels: z.number().int().min(2).max(MAX_LEVELS).optional(),
    every: every.optional(),
  })
  .transform((range, context): ClockFactor => {
    if (range.from >= range.to) {
      context.addIssue({ code: 'custom', message: '`from` is not below `to`', path: ['from'] });
    }
    if (range.levels !== undefined && range.every !== undefined) {
      context.addIssue({ code: 'custom', message: '`levels` and `every` say the same in two ways', path: ['every'] });
    }
    const { from: fromHz, to: toHz, levels = null } = range;
    return { kind: 'range', fromHz, toHz, levels, ...(range.every !== undefined && { every: range.every }) };
  });

/** How one clock is varied: `all`, `stock`, `dvfs`, one frequency, a list, or a range. */
export const clockFactor = z.unknown().transform((raw, context): ClockFactor => {
  if (raw === 'all') return { kind: 'all' };
  const schema = Array.isArray(raw) ? levelList(raw) : isObject(raw) ? objectSchema(raw) : null;
  const parsed = schema ? schema.safeParse(raw) : levelList([raw]).safeParse([raw]);
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues) {
    const path = schema ? issue.path : issue.path.slice(1);
    context.addIssue({ ...issue, path });
  }
  return z.NEVER;
});

/** Whoever writes `every` alone wants the whole table; anything else was meant to be a range. */
function objectSchema(raw: object): typeof everyStep | typeof clockRange {
  return 'every' in raw && Object.keys(raw).length === 1 ? everyStep : clockRange;
}

function isObject(raw: unknown): raw is object {
  return typeof raw === 'object' && raw !== null;
}

type Failure = { message: string; expected: string; nearest: string | undefined };

/** A word instead of a figure was meant to be one of the words. */
function wordOrQuantity(raw: unknown, failure: Failure): Failure {
  if (typeof raw !== 'string' || /^\s*[0-9.]/.test(raw)) return { ...failure, expected: failure.expected };
  return {
    message: raw === 'all' ? 'all cannot be an item of a list' : `${show(raw)} is not a clock level`,
    expected: EXPECTED,
    nearest: raw === 'all' ? undefined : nearestWord(raw, ['stock', 'dvfs', 'all']),
  };
}

function finding(failure: Failure) {
  return { message: failure.message, params: { expected: failure.expected, nearest: failure.nearest } };
}
