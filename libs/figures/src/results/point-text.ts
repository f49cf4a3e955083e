import { scaleInterval, type Interval, type ViewPoint } from '@joulefleet/core';
import { formatInterval, formatWithin } from '../text/within';

/** How ± is meant in the tables of figures. */
export const PLUS_MINUS =
  '± is the 95 % uncertainty: of energy that of the figure on its own, the meter included, of all else that of repetition.';

/** Energy per inference in mJ with the uncertainty of the figure on its own. */
export function energyText({ energyMj, uncertaintyMj }: Pick<ViewPoint, 'energyMj' | 'uncertaintyMj'>): string {
  return formatWithin(energyMj.estimate, uncertaintyMj);
}

/** Mean power in W. */
export function powerText({ powerMw }: Pick<ViewPoint, 'powerMw'>): string {
  return formatInterval(scaleInterval(powerMw, 1 / 1000));
}

/** What is drawn of an interval. */
export function yOf({ estimate, low, high }: Interval): { y: number; low: number; high: number } {
  return { y: estimate, low, high };
}
