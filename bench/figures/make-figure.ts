import { medianOf } from '@joulefleet/core';
import type { Figure, Round, Target } from './figure';

/**
 * A figure from its rounds: the medians of both sides, and the median of the per-round ratios, because both sides of a
 * round see the same other load on the machine. Without a target the
 * figure is for information, and holds.
 * @throws RangeError without a round, or for a measurement that is not finite and above 0.
 */
export function makeFigure(name: string, unit: string, rounds: readonly Round[], target: Target | null): Figure {
  const odd = rounds.flatMap(({ value, baseline }) => [value, baseline]).find((x) => !(x > 0 && x < Infinity));
  if (odd !== undefined) throw new RangeError(`${name}: a measurement of ${odd}`);
  const value = median(
    name,
    rounds.map((round) => round.value),
  );
  const baseline = median(
    name,
    rounds.map((round) => round.baseline),
  );
  const ratio = median(
    name,
    rounds.map((round) => round.value / round.baseline),
  );
  const judged = target === null ? { target: 'none', holds: true } : judge(target, value, ratio);
  return { name, value: rounded(value), unit, baseline: rounded(baseline), ratio: rounded(ratio), ...judged };
}

function judge({ of, bound, limit }: Target, value: number, ratio: number): Pick<Figure, 'target' | 'holds'> {
  const measured = of === 'value' ? value : ratio;
  return { target: `${of} ${bound} ${limit}`, holds: bound === '<=' ? measured <= limit : measured >= limit };
}

function median(name: string, numbers: readonly number[]): number {
  const middle = medianOf(numbers);
  if (middle === null) throw new RangeError(`${name}: no round`);
  return middle;
}

/** Four digits: more than any of these figures is reproducible to. */
function rounded(x: number): number {
  return Number(x.toPrecision(4));
}
