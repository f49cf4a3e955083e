import { medianOf } from '../statistics/median';
import type { PowerSamples, TimeWindow } from './select-inside';

/** A silence of the sampler longer than this many median periods is a gap (MEASUREMENT 4). */
export const GAP_PERIODS = 3;
/** So many samples on each side of a gap say how far power may have gone within it. */
const NEIGHBOURS = 5;

export interface GapBounds {
  /** Null with a single sample: no period is known. */
  medianPeriodUs: number | null;
  /** Part of the window that lies in gaps, 0 to 1; the silence next to a mark counts too. */
  gapShare: number;
  /** Half-width: what the energy of the gaps can be off when power stayed between its neighbours' extremes. */
  gapUncertaintyMj: number;
}

/**
 * Gaps among the samples inside a window. With a single sample no period is known, and the whole window counts as gap.
 * Silence next to a mark is longer than a period by nature: it counts beyond `GAP_PERIODS` periods and the averaging span.
 * What it may be off stands in the edge uncertainty.
 */
export function boundGaps(inside: PowerSamples, window: TimeWindow, averagingUs: number): GapBounds {
  const { tUs } = inside;
  const periodsUs = tUs.slice(1).map((t, i) => t - tUs[i]!);
  const medianPeriodUs = medianOf(periodsUs);
  if (medianPeriodUs === null) return { medianPeriodUs, gapShare: 1, gapUncertaintyMj: 0 };
  const longestUs = GAP_PERIODS * medianPeriodUs;
  let gapsUs = 0;
  let gapUncertaintyMj = 0;
  periodsUs.forEach((periodUs, i) => {
    if (periodUs <= longestUs) return;
    gapsUs += periodUs;
    gapUncertaintyMj += (periodUs * strayAround(inside.powerMw, i)) / 1e6;
  });
  for (const silenceUs of [tUs[0]! - window.startUs, window.endUs - tUs.at(-1)!]) {
    if (silenceUs > longestUs + averagingUs) gapsUs += silenceUs;
  }
  return { medianPeriodUs, gapShare: gapsUs / (window.endUs - window.startUs), gapUncertaintyMj };
}

/** How far power may have been from the mean of samples `i` and `i + 1`, judged by their neighbours' extremes. */
function strayAround(powerMw: readonly number[], i: number): number {
  const neighbours = powerMw.slice(Math.max(0, i + 1 - NEIGHBOURS), i + 1 + NEIGHBOURS);
  const meanMw = (powerMw[i]! + powerMw[i + 1]!) / 2;
  return Math.max(Math.max(...neighbours) - meanMw, meanMw - Math.min(...neighbours));
}
