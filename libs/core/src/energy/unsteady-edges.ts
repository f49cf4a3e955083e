import { type PowerSamples, selectInside, type TimeWindow } from './select-inside';

/**
 * What holding the outermost samples inside a short window to its marks can be off, where power is not steady in it: while a model is loaded, its
 * last tenth of a second, in which it is copied to the GPU, may be seen by no sample that lies inside.
 *
 *     power              .....     <- copied to the GPU: in no reading that lies wholly inside
 *          .......o...o..     x    <- a part of what it stands for lies in the window
 *       x  |              |
 *     start of loading   end
 *
 * At each edge power may have gone as far as any reading in and around the window, up to half of `averagingUs` from it: a reading stands for a cycle
 * somewhere in its span, so that these may have seen the window for the greater part. Where that is one reading alone, it is as far as those next to it.
 *
 * @param averagingUs as for `integrateEnergy`.
 * @returns half-width in mJ; 0 where no sample lies inside.
 */
export function unsteadyEdgesMj(samples: PowerSamples, window: TimeWindow, averagingUs: number): number {
  const inside = selectInside(samples, window, averagingUs);
  if (inside.tUs.length === 0) return 0;
  const [firstUs, lastUs] = [inside.tUs[0]!, inside.tUs.at(-1)!];
  const near = nearReadings(samples, window, averagingUs / 2);
  const stray = (heldMw: number, isAtEdge: (tUs: number) => boolean): number =>
    Math.max(
      ...near.filter(({ tUs }) => isAtEdge(tUs)).map(({ powerMw }) => Math.abs(powerMw - heldMw)),
      ...inside.powerMw.map((powerMw) => Math.abs(powerMw - heldMw)),
    );
  const headMj = (firstUs - window.startUs) * stray(inside.powerMw[0]!, (tUs) => tUs < firstUs);
  const tailMj = (window.endUs - lastUs) * stray(inside.powerMw.at(-1)!, (tUs) => tUs > lastUs);
  return (headMj + tailMj) / 1e6;
}

function nearReadings({ tUs, powerMw }: PowerSamples, { startUs, endUs }: TimeWindow, aroundUs: number) {
  const firstAfter = tUs.findIndex((t) => t >= startUs - aroundUs);
  let end = firstAfter;
  while (end < tUs.length && tUs[end]! <= endUs + aroundUs) end++;
  const [from, to] = end - firstAfter > 1 ? [firstAfter, end] : [Math.max(0, firstAfter - 1), end + 1];
  return tUs.slice(from, to).map((t, i) => ({ tUs: t, powerMw: powerMw[from + i]! }));
}
