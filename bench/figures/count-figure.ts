import type { Figure } from './figure';

/**
 * A figure that counts failures: `value` of `tries` (its baseline) failed, at most `most` may.
 * @throws RangeError when nothing was tried, because zero failures would then prove nothing.
 */
export function countFigure(name: string, value: number, tries: number, most = 0): Figure {
  if (!(tries > 0) || !(value >= 0)) throw new RangeError(`${name}: ${value} of ${tries} tries`);
  const ratio = Number((value / tries).toPrecision(4));
  return { name, value, unit: '1', baseline: tries, ratio, target: `value <= ${most}`, holds: value <= most };
}
