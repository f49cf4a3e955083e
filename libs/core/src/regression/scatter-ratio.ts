/** How the executions of a series scatter in one night: sum of squares about their mean, and its degrees of freedom. */
export interface NightSpread {
  squares: number;
  freedom: number;
  /** Variance of an execution over all nights. */
  usual: number;
}

/** Degrees of freedom of the belief that tonight is like other nights. */
const PRIOR_DEGREES_OF_FREEDOM = 30;

/**
 * How much more the executions of a device scatter tonight than they usually do: a ratio of variances over its series, drawn to 1. In a night in
 * which something disturbs a device, a difference needs more evidence.
 */
export function scatterRatio(spreads: Iterable<NightSpread>): number {
  let [squares, freedom] = [PRIOR_DEGREES_OF_FREEDOM, PRIOR_DEGREES_OF_FREEDOM];
  for (const each of spreads) {
    if (!(each.usual > 0)) continue;
    squares += each.squares / each.usual;
    freedom += each.freedom;
  }
  return squares / freedom;
}
