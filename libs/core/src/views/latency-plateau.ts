import { asSavingPct, type Interval, intervalFromLog, logHalfWidth } from '../statistics/interval';

/** From here on more clock no longer helps. */
export interface Plateau {
  fromHz: number;
  /** By how much latency still falls from there to the clock of the least latency, in percent. */
  gainPct: Interval;
  /** Whether every gain is certainly below the margin; false: some may be larger, but none is significant. */
  certain: boolean;
}

/** Gains below this are of no use. */
const PLATEAU_MARGIN_PCT = 2;

interface Measured {
  clockHz: number;
  latency: Interval;
}

/**
 * The lowest clock from which no higher one shortens the latency both by 2 % or more and significantly (95 % interval of the ratio). With few
 * trials a gain may hide in its interval: `certain` is only what no interval leaves open.
 *
 * @param points ascending by clock.
 * @returns null where that is the highest clock alone.
 */
export function plateauOf(points: readonly Measured[]): Plateau | null {
  for (const [place, point] of points.slice(0, -1).entries()) {
    const gains = points.slice(place + 1).map((higher) => gainPct(point, higher));
    if (gains.some(({ estimate, low }) => estimate >= PLATEAU_MARGIN_PCT && low > 0)) continue;
    const most = gains.reduce((best, gain) => (gain.estimate > best.estimate ? gain : best));
    const certain = gains.every(({ high }) => high < PLATEAU_MARGIN_PCT);
    return { fromHz: point.clockHz, gainPct: most, certain };
  }
  return null;
}

/** By how much the latency at a higher clock is below that at a lower one. */
function gainPct({ latency }: Measured, { latency: higher }: Measured): Interval {
  const halfWidth = Math.hypot(logHalfWidth(latency), logHalfWidth(higher));
  return asSavingPct(intervalFromLog(Math.log(higher.estimate / latency.estimate), halfWidth));
}
