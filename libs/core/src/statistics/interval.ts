/** A figure with the interval it is quoted with. */
export interface Interval {
  estimate: number;
  low: number;
  high: number;
}

/** Back from logarithms: the interval that is symmetric there, `logEstimate` plus and minus `halfWidth`. */
export function intervalFromLog(logEstimate: number, halfWidth: number): Interval {
  return {
    estimate: Math.exp(logEstimate),
    low: Math.exp(logEstimate - halfWidth),
    high: Math.exp(logEstimate + halfWidth),
  };
}

/** An interval of a factor as one of percent: 100 (factor - 1), so 0.7 becomes -30 %. */
export function asChangePct(factor: Interval): Interval {
  const pct = (x: number): number => 100 * (x - 1);
  return { estimate: pct(factor.estimate), low: pct(factor.low), high: pct(factor.high) };
}

/** An interval of a factor as a saving in percent: 100 (1 - factor), so 0.7 becomes 30 %. Its ends change places. */
export function asSavingPct(factor: Interval): Interval {
  const pct = (x: number): number => 100 * (1 - x);
  return { estimate: pct(factor.estimate), low: pct(factor.high), high: pct(factor.low) };
}

/** Half of the width of an interval that is symmetric on the logarithmic scale, as `intervalFromLog` takes it. */
export function logHalfWidth({ estimate, high }: Interval): number {
  return Math.log(high / estimate);
}

/** An interval in another unit. */
export function scaleInterval({ estimate, low, high }: Interval, factor: number): Interval {
  return { estimate: factor * estimate, low: factor * low, high: factor * high };
}

/** One over an interval above zero: the ratio the other way round. Its ends change places. */
export function invertInterval({ estimate, low, high }: Interval): Interval {
  return { estimate: 1 / estimate, low: 1 / high, high: 1 / low };
}
