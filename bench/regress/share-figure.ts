import type { Figure, Target } from '../figures/figure';

/** So many of so many. */
export interface Share {
  count: number;
  of: number;
}

/**
 * A share in percent beside that of a baseline. Unlike other figures it may be 0, and so may its baseline; the ratio to that is then 0.
 * @throws RangeError when nothing was tried.
 */
export function shareFigure(name: string, value: Share, baseline: Share, target: Target | null): Figure {
  const [ours, theirs] = [value, baseline].map(({ count, of }) => {
    if (!(of > 0)) throw new RangeError(`${name}: ${count} of ${of}`);
    return (100 * count) / of;
  }) as [number, number];
  const ratio = theirs === 0 ? 0 : rounded(ours / theirs);
  const figure = { name, value: rounded(ours), unit: '%', baseline: rounded(theirs), ratio };
  if (target === null) return { ...figure, target: 'none', holds: true };
  const { bound, limit } = target;
  return { ...figure, target: `value ${bound} ${limit}`, holds: bound === '<=' ? ours <= limit : ours >= limit };
}

function rounded(x: number): number {
  return Number(x.toPrecision(4));
}
