/** Squared distance outside a band, in units of `scale`; nothing inside. */
export function inside(figure: number, [low, high]: readonly [number, number], scale: number): number {
  return (Math.max(low - figure, figure - high, 0) / scale) ** 2;
}

/** Squared distance from a target beyond `slack`, in units of `scale`. */
export function near(figure: number, target: number, slack: number, scale: number): number {
  return inside(figure, [target - slack, target + slack], scale);
}

/** Weak pull that decides between points which meet all goals, so that the fit has one answer. */
export function pull(figure: number, target: number, scale: number): number {
  return 0.02 * ((figure - target) / scale) ** 2;
}

/** Sum of named terms; the names are there to be read when a goal is not met. */
export function total(terms: Readonly<Record<string, number>>): number {
  return Object.values(terms).reduce((sum, term) => sum + term, 0);
}
