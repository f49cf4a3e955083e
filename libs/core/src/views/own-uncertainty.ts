import type { PhaseSummary } from '../comparison/measured-cell';
import { logHalfWidth } from '../statistics/interval';

/** Half of the 95 % interval of a phase's energy on its own, in mJ: of repetition and of the meter. */
export function ownUncertaintyMj({ energyMj, uncertaintyMj }: PhaseSummary): number {
  return Math.hypot(logHalfWidth(energyMj) * energyMj.estimate, uncertaintyMj);
}
