import type { Figure } from './figure';

/**
 * A figure that counts what must not happen: `value` of `tries` (its baseline) went wrong, at most `most` may.
 * @throws RangeError when nothing was tried: zero of nothing shows nothing.
 */
export function countFigure(name: string, value: number, tries: number, most = 0): Figure {
  if (!(tries > 0) || !(value >= 0)) throw new RangeError(`${name}: ${value} of ${tries} tries`);
  const ratio = Number((value / tries).toPrecision(4));
  return { name, value, unit: '1', baseline: tries, ratio, target: `value <= ${most}`, holds: value <= most };
}
