/** A part of the time in sight, in ms since the epoch. */
export interface TimeSpan {
  fromMs: number;
  toMs: number;
}

/** No closer: a trial lasts some seconds at least. */
const MIN_SPAN_MS = 2_000;
const TICK_STEPS_MS = [
  1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200, 86_400,
].map((seconds) => seconds * 1_000);
const DAY_MS = 86_400_000;

export function lengthOf({ fromMs, toMs }: TimeSpan): number {
  return toMs - fromMs;
}

/** Moved by a share of its length, and within `whole`. */
export function panSpan(span: TimeSpan, share: number, whole: TimeSpan): TimeSpan {
  return within({ fromMs: span.fromMs + share * lengthOf(span), toMs: span.toMs + share * lengthOf(span) }, whole);
}

/** Longer or shorter by a factor; what is at `anchorShare` of it stays there. */
export function zoomSpan(span: TimeSpan, factor: number, anchorShare: number, whole: TimeSpan): TimeSpan {
  const least = Math.min(MIN_SPAN_MS, lengthOf(whole));
  const length = Math.min(Math.max(lengthOf(span) * factor, least), lengthOf(whole));
  const fromMs = span.fromMs + anchorShare * (lengthOf(span) - length);
  return within({ fromMs, toMs: fromMs + length }, whole);
}

/** Where a time is, as a share of the span. */
export function shareOf(atMs: number, span: TimeSpan): number {
  return (atMs - span.fromMs) / lengthOf(span);
}

/** Whole seconds, minutes, hours or days of the viewer's clock, at most `most` of them. */
export function ticksOf(span: TimeSpan, most: number, zoneOffsetMs: number): number[] {
  const least = lengthOf(span) / most;
  const stepMs = TICK_STEPS_MS.find((step) => step >= least) ?? Math.ceil(least / DAY_MS) * DAY_MS;
  const first = Math.ceil((span.fromMs + zoneOffsetMs) / stepMs) * stepMs - zoneOffsetMs;
  return Array.from(
    { length: Math.max(0, Math.floor((span.toMs - first) / stepMs) + 1) },
    (_, i) => first + i * stepMs,
  );
}

function within(span: TimeSpan, whole: TimeSpan): TimeSpan {
  const length = Math.min(lengthOf(span), lengthOf(whole));
  const fromMs = Math.min(Math.max(span.fromMs, whole.fromMs), whole.toMs - length);
  return { fromMs, toMs: fromMs + length };
}
