import type { LaneRecord } from './simulate-lane';

/** What is wrong with the ticks of a lane. */
export interface LaneFaults {
  /** Ticks that started two nights, or have two rows. */
  doubled: number;
  /** Ticks without a row, or skipped without a reason; rows that are no tick's, or miscount theirs; nights without a row. */
  unexplained: number;
}

/** Compares what was done with the ticks that were due, except one that still waits. */
export function judgeLane(
  expected: readonly number[],
  { rows, started }: LaneRecord,
  waitingTickMs: number | null,
): LaneFaults {
  let doubled = started.length - new Set(started).size;
  let unexplained = 0;
  for (const tick of expected) {
    const found = rows.filter(({ tickMs, lastTickMs }) => tickMs <= tick && tick <= lastTickMs);
    if (found.length > 1) doubled++;
    const explained = found.some(({ skipped }) => (skipped === null ? started.includes(tick) : skipped.length > 0));
    if (!explained && tick !== waitingTickMs) unexplained++;
  }
  for (const { tickMs, lastTickMs, count } of rows) {
    if (expected.filter((tick) => tickMs <= tick && tick <= lastTickMs).length !== count) unexplained++;
  }
  for (const tick of started) if (!rows.some((row) => row.tickMs === tick && row.skipped === null)) unexplained++;
  return { doubled, unexplained };
}
