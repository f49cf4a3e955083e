import { governorDwell } from './governor-dwell';
import type { Parameters } from './parameters';
import { batchPhases } from './phases';
import type { GovernorInput, RunOptions, TrialTruth } from './quantities';

/**
 * The inference window of a trial in closed form, with the board at its steady temperature.
 *
 * Dwells are shares of TIME: while the clocks of dwell i hold, batches finish at the rate 1 / t_i and draw the mean
 * power P_i, so over the window
 *
 *     P = sum share_i P_i        batches per s = sum share_i / t_i        duration = batches / (batches per s)
 *
 * and energy = P x duration. A last batch that is not full takes as long as a full one.
 */
export function expectedTrial(
  options: RunOptions,
  governors: GovernorInput,
  inferences: number,
  parameters: Parameters,
): TrialTruth {
  const { dwells, dvfs } = governorDwell(governors, parameters);
  let meanPowerMw = 0;
  let batchesPerUs = 0;
  for (const { clocks, share } of dwells) {
    const phases = batchPhases(options, clocks, dvfs, parameters);
    const batchUs = phases[0].durationUs + phases[1].durationUs;
    const batchMwUs = phases.reduce((sum, phase) => sum + phase.durationUs * phase.powerMw.totalMw, 0);
    meanPowerMw += (share * batchMwUs) / batchUs;
    batchesPerUs += share / batchUs;
  }
  const durationMs = Math.ceil(inferences / options.batchSize) / batchesPerUs / 1e3;
  return { energyMj: (meanPowerMw * durationMs) / 1e3, durationMs, meanPowerMw };
}
