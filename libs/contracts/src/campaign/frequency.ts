import { nearestWord } from '@joulefleet/core';
import { show } from './show';

const HZ_PER_UNIT: Readonly<Record<string, number>> = { Hz: 1, kHz: 1e3, MHz: 1e6, GHz: 1e9 };
const MS_PER_UNIT: Readonly<Record<string, number>> = { ms: 1, s: 1e3, min: 6e4 };

export type Quantity =
  { ok: true; amount: number } | { ok: false; message: string; expected: string; nearest: string | undefined };

/** Hz of `614.4 MHz`; the unit must be there, for `614400` may be meant in any. */
export function parseFrequencyHz(raw: unknown): Quantity {
  return parseQuantity(raw, HZ_PER_UNIT, 'a frequency with its unit (Hz, kHz, MHz or GHz), such as "614.4 MHz"');
}

/** Milliseconds of `100 ms` or `0.1 s`. */
export function parseDurationMs(raw: unknown): Quantity {
  return parseQuantity(raw, MS_PER_UNIT, 'a duration with its unit (ms, s or min), such as "100 ms"');
}

function parseQuantity(raw: unknown, units: Readonly<Record<string, number>>, expected: string): Quantity {
  const fail = (message: string, nearest?: string): Quantity => ({ ok: false, message, expected, nearest });
  if (typeof raw === 'number') return fail(`${raw} has no unit`);
  if (typeof raw !== 'string') return fail('not a figure with a unit');
  const [, digits, unit] = /^([0-9]{1,30}(?:\.[0-9]{1,30})?)\s*(\S*)$/.exec(raw.trim()) ?? [];
  if (digits === undefined || unit === undefined) return fail(`${show(raw)} is not a figure with a unit`);
  if (unit === '') return fail(`${digits} has no unit`);
  const factor = Object.hasOwn(units, unit) ? units[unit] : undefined;
  if (factor === undefined) return fail(`unknown unit ${show(unit)}`, nearestUnit(unit, Object.keys(units)));
  const amount = Number((Number(digits) * factor).toPrecision(12));
  return amount > 0 ? { ok: true, amount } : fail(`${show(raw)} is not more than zero`);
}

/** `Mhz` and `MHZ` mean MHz, `mhz` too; a unit of something else has no near one. */
function nearestUnit(unit: string, units: readonly string[]): string | undefined {
  return units.find((known) => known.toLowerCase() === unit.toLowerCase()) ?? nearestWord(unit, units);
}
