import { rangeBetween, type TimeRange } from './time-range';

const US_PER_S = 1e6;

/** The ends of a range as an address has them: seconds since the begin of the trace. */
export interface RangeText {
  from: string;
  to: string;
}

export function textOfRange({ startUs, endUs }: TimeRange, whole: TimeRange): RangeText {
  const text = (tUs: number): string => String((Math.round(tUs) - whole.startUs) / US_PER_S);
  return { from: text(startUs), to: text(endUs) };
}

/** Null: there is none, or it cannot be understood, or it is not within the trace. */
export function rangeOfText(from: string | null, to: string | null, whole: TimeRange): TimeRange | null {
  const [startUs, endUs] = [from, to].map((text) => whole.startUs + Number(text?.trim() || NaN) * US_PER_S);
  if (!Number.isFinite(startUs) || !Number.isFinite(endUs) || startUs! >= endUs!) return null;
  return rangeBetween(startUs!, endUs!, whole);
}
