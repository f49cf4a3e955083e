import * as z from 'zod';
import { parseDurationMs } from './frequency';
import { show } from './show';

/** A duration as a file writes it, in ms. */
export function duration({ min, max, expected: range }: { min: number; max: number; expected: string }) {
  return z.unknown().transform((raw, context) => {
    const parsed = parseDurationMs(raw);
    if (parsed.ok && parsed.amount >= min && parsed.amount <= max) return parsed.amount;
    const finding = parsed.ok ? { message: `${show(raw)} is out of range`, expected: range } : parsed;
    const params = { expected: finding.expected, nearest: 'nearest' in finding ? finding.nearest : undefined };
    context.addIssue({ code: 'custom', message: finding.message, params });
    return z.NEVER;
  });
}
