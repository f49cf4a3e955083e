import { boundGaps } from './bound-gaps';
import { type PowerSamples, selectInside, type TimeWindow } from './select-inside';

/** Energy of one window of one rail. Uncertainties are half-widths of rectangular distributions. */
export interface WindowEnergy {
  energyMj: number;
  durationMs: number;
  /** Energy over duration. */
  meanPowerMw: number;
  /** Samples that lie wholly inside the window. */
  samples: number;
  /** Null with a single sample. */
  medianPeriodUs: number | null;
  /** Part of the window in which the sampler was silent for more than three median periods, 0 to 1. */
  gapShare: number;
  gapUncertaintyMj: number;
  /** What holding the outermost samples to the marks can be off, when power there stayed within the range seen inside. */
  edgeUncertaintyMj: number;
}

/**
 * Energy of a window by event-aware hold: trapezoid over the samples inside, the outermost of them held to the marks.
 *
 *     power      o-----o        o---o
 *           hold |      \      /     \  hold
 *          ======o       o----o       o=====
 *          |  trapezoid between samples    |
 *     inference_start              inference_end
 *
 * Samples that straddle a mark are left out (`selectInside`). A mark half-way between two samples divides the energy so
 * that adjacent windows add up exactly; elsewhere they do within the edge uncertainty. The trapezoid alone would lose one
 * sampling period in the mean, 0.5 % of 20 s at 100 ms.
 *
 * @param averagingUs half of the span a reading is averaged over; 0 for point samples.
 * @returns null when the window is not longer than zero or no sample lies inside.
 */
export function integrateEnergy(samples: PowerSamples, window: TimeWindow, averagingUs = 0): WindowEnergy | null {
  const durationUs = window.endUs - window.startUs;
  const inside = selectInside(samples, window, averagingUs);
  if (!(durationUs > 0) || inside.tUs.length === 0) return null;
  const { headUs, tailUs, firstMw, lastMw } = edgesOf(inside, window);
  const energyMj = (trapezoid(inside) + headUs * firstMw + tailUs * lastMw) / 1e6;
  return {
    energyMj,
    durationMs: durationUs / 1e3,
    meanPowerMw: (energyMj * 1e6) / durationUs,
    samples: inside.tUs.length,
    ...boundGaps(inside, window, averagingUs),
    edgeUncertaintyMj: (headUs * strayFrom(firstMw, inside) + tailUs * strayFrom(lastMw, inside)) / 1e6,
  };
}

/** The parts of the window before the first and behind the last sample inside, and the power held there. */
function edgesOf({ tUs, powerMw }: PowerSamples, window: TimeWindow) {
  return {
    headUs: tUs[0]! - window.startUs,
    tailUs: window.endUs - tUs.at(-1)!,
    firstMw: powerMw[0]!,
    lastMw: powerMw.at(-1)!,
  };
}

/** Integral between the first and the last sample, in mW µs. */
function trapezoid({ tUs, powerMw }: PowerSamples): number {
  let doubled = 0;
  for (let i = 1; i < tUs.length; i++) doubled += (powerMw[i]! + powerMw[i - 1]!) * (tUs[i]! - tUs[i - 1]!);
  return doubled / 2;
}

/** How far the extremes of the samples are from a held power, in mW. */
function strayFrom(heldMw: number, { powerMw }: PowerSamples): number {
  return powerMw.reduce((stray, power) => Math.max(stray, Math.abs(power - heldMw)), 0);
}
