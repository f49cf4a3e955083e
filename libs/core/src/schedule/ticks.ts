/** The instants at which a cron expression fires, in ms since the epoch. */
export interface Ticks {
  /** The first tick after an instant; null: there is none. */
  after(instantMs: number): number | null;
}

/** The next ticks after an instant, at most `count`, the earliest first. */
export function nextTicks(ticks: Ticks, afterMs: number, count: number, untilMs = Infinity): number[] {
  const found: number[] = [];
  for (let tick = ticks.after(afterMs); tick !== null && tick <= untilMs && found.length < count;) {
    found.push(tick);
    tick = ticks.after(tick);
  }
  return found;
}
