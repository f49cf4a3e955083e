/** Readings of one rail: `powerMw[i]` at `tUs[i]`; times never decrease. */
export interface PowerSamples {
  readonly tUs: readonly number[];
  readonly powerMw: readonly number[];
}

/** From one mark of the workload to another, on the device's monotonic clock. */
export interface TimeWindow {
  readonly startUs: number;
  readonly endUs: number;
}

/**
 * The samples that speak for the window alone. A reading that the sensor averaged stands for
 * [t - averagingUs, t + averagingUs]; it counts only when that whole span lies in the window, so that no idle power from
 * beyond a mark leaks in.
 *
 *     ----|=================== window ===================|----
 *      [--x--]   [--x--]   [--x--]   [--x--]   [--x--]  [--x--]
 *      straddles    inside    inside    inside    inside   straddles
 */
export function selectInside(samples: PowerSamples, window: TimeWindow, averagingUs: number): PowerSamples {
  const { tUs, powerMw } = samples;
  const firstBehind = tUs.findIndex((t) => t - averagingUs >= window.startUs);
  const first = firstBehind < 0 ? tUs.length : firstBehind;
  let end = first;
  while (end < tUs.length && tUs[end]! + averagingUs <= window.endUs) end++;
  return { tUs: tUs.slice(first, end), powerMw: powerMw.slice(first, end) };
}
