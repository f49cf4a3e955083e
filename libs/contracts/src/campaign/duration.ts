import * as z from 'zod';
import { parseDurationMs } from './frequency';
import { show } from './show';

interface DurationRange {
  readonly min: number;
  readonly max: number;
  readonly expected: string;
}

/** A duration as a file writes it, in ms. */
export function duration(range: DurationRange) {
  return z.unknown().transform((raw, context) => parse(raw, range, context));
}

/** As `duration`, or `off`, which is 0. */
export function durationOrOff({ expected, ...range }: DurationRange) {
  const orOff = { ...range, expected: `off, or ${expected}` };
  return z.unknown().transform((raw, context) => (raw === 'off' ? 0 : parse(raw, orOff, context)));
}

function parse(raw: unknown, { min, max, expected }: DurationRange, context: z.RefinementCtx): number {
  const parsed = parseDurationMs(raw);
  if (parsed.ok && parsed.amount >= min && parsed.amount <= max) return parsed.amount;
  const finding = parsed.ok ? { message: `${show(raw)} is out of range`, expected } : parsed;
  const params = { expected: finding.expected, nearest: 'nearest' in finding ? finding.nearest : undefined };
  context.addIssue({ code: 'custom', message: finding.message, params });
  return z.NEVER;
}
