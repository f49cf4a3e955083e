const UNIT_MS: Readonly<Record<string, number>> = {
  w: 604_800_000,
  d: 86_400_000,
  h: 3_600_000,
  min: 60_000,
  s: 1_000,
};
const SPAN = /^(\d{1,12}(?:\.\d{1,9})?\s*(?:w|d|h|min|m|s)\s*)+$/;
const PART = /(\d{1,12}(?:\.\d{1,9})?)\s*(w|d|h|min|m|s)/g;

/** A span of time as people write it: `90min`, `2h`, `1d 12h`. In milliseconds, rounded; null when it is none, or nothing. */
export function parseSpan(text: string): number | null {
  const trimmed = text.trim().toLowerCase();
  if (!SPAN.test(trimmed)) return null;
  let spanMs = 0;
  for (const [, figure, unit] of trimmed.matchAll(PART))
    spanMs += Number(figure) * UNIT_MS[unit === 'm' ? 'min' : unit!]!;
  return spanMs > 0 ? Math.round(spanMs) : null;
}
