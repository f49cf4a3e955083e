import { isTegra } from '../device-class/class-signs';
import type { OfferFacts } from './factor';

/**
 * Whether clocks and governors of a device are set at all. Those of a machine that is no Jetson are where that is permitted. A Jetson's always are:
 * without the privilege its pre-flight fails.
 */
export function setsClocks({ compatible, canSetClocks = true }: OfferFacts): boolean {
  return canSetClocks || compatible === undefined || isTegra(compatible);
}
