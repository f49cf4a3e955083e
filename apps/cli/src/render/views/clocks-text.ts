import { describeLevel, shownFactors, type FactorLevels } from '@joulefleet/core';

/** `GPU 614.4 MHz, CPU 1479 MHz`: what a cell sets of the device. */
export function clocksText(levels: FactorLevels): string {
  return shownFactors([levels])
    .map((factor) => `${factor.title} ${describeLevel(factor, levels)}`)
    .join(', ');
}
