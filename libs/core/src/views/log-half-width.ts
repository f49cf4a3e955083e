import type { Interval } from '../statistics/interval';

/** Half of the 95 % interval of a figure on the logarithmic scale. */
export function logHalfWidth({ estimate, high }: Interval): number {
  return Math.log(high / estimate);
}
