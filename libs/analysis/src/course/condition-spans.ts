import type { LaneCondition } from '@joulefleet/contracts';

/** A device became something, in ms since the epoch. */
export interface ConditionChange {
  atMs: number;
  availability: string;
  message: string;
}

const IN_USE: ReadonlySet<string> = new Set(['ready', 'leased']);

/** Times out of use that go on after `fromMs`, in ms since then; `changes` are in the order of time. The last lasts until now. */
export function conditionSpans(changes: readonly ConditionChange[], fromMs: number): LaneCondition[] {
  const spans: LaneCondition[] = [];
  for (const { atMs, availability, message } of changes) {
    const before = spans.at(-1);
    const startMs = Math.round(atMs - fromMs);
    // The same again, for another reason.
    if (before?.endMs === null && before.availability === availability) continue;
    if (before?.endMs === null) before.endMs = startMs;
    if (!IN_USE.has(availability)) spans.push({ startMs, endMs: null, availability, message });
  }
  return spans.filter(({ endMs }) => endMs === null || endMs > 0);
}
