/** A part of a trace, in µs of the device's monotonic clock. */
export interface TimeRange {
  startUs: number;
  endUs: number;
}

export function spanOf({ startUs, endUs }: TimeRange): number {
  return endUs - startUs;
}

/** The same span, moved so that it lies within `whole`; all of it where the span is longer. */
export function clampRange(range: TimeRange, whole: TimeRange): TimeRange {
  const span = Math.min(spanOf(range), spanOf(whole));
  const startUs = Math.min(Math.max(range.startUs, whole.startUs), whole.endUs - span);
  return { startUs, endUs: startUs + span };
}

/** Moved by a share of its span: 1 is a whole screen to the right. */
export function pan(range: TimeRange, share: number, whole: TimeRange): TimeRange {
  const byUs = share * spanOf(range);
  return clampRange({ startUs: range.startUs + byUs, endUs: range.endUs + byUs }, whole);
}

/**
 * Longer or shorter by a factor; what is at `anchorShare` of it (0: its start) stays there.
 * @param minSpanUs no range gets shorter.
 */
export function zoom(
  range: TimeRange,
  factor: number,
  anchorShare: number,
  whole: TimeRange,
  minSpanUs: number,
): TimeRange {
  const span = Math.min(Math.max(spanOf(range) * factor, Math.min(minSpanUs, spanOf(whole))), spanOf(whole));
  const anchorUs = range.startUs + anchorShare * spanOf(range);
  const startUs = anchorUs - anchorShare * span;
  return clampRange({ startUs, endUs: startUs + span }, whole);
}

/** A range between two times in either order, in whole µs and within `whole`; null: they are the same. */
export function rangeBetween(aUs: number, bUs: number, whole: TimeRange): TimeRange | null {
  const within = (tUs: number): number => Math.round(Math.min(Math.max(tUs, whole.startUs), whole.endUs));
  const [startUs, endUs] = [within(Math.min(aUs, bUs)), within(Math.max(aUs, bUs))];
  return endUs > startUs ? { startUs, endUs } : null;
}

export function overlaps(a: TimeRange, b: TimeRange): boolean {
  return a.startUs <= b.endUs && b.startUs <= a.endUs;
}
