/** A time in which a device is not leased; milliseconds since the epoch. */
export interface WindowOfTime {
  startsAtMs: number;
  endsAtMs: number;
}

/** The window that is open at `nowMs`, the one that ends last when several are; null when none is. */
export function windowAt<W extends WindowOfTime>(windows: readonly W[], nowMs: number): W | null {
  return windows
    .filter(({ startsAtMs, endsAtMs }) => startsAtMs <= nowMs && nowMs < endsAtMs)
    .reduce<W | null>((last, each) => (last && last.endsAtMs >= each.endsAtMs ? last : each), null);
}
