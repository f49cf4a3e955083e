import { groupedBy } from '../../comparison/group-by';
import type { MeasuredTrial } from './cell-model';

/** A fit takes the cube of the number of observations. */
const MAX_SINGLE = 120;
const MAX_OBSERVATIONS = 150;

/**
 * Few enough observations for a fit: where there are many trials, those of a cell on a device become one of their mean, which varies less; of
 * more cells the ones of least energy, where the best is sought.
 */
export function condenseTrials(measured: readonly MeasuredTrial[]): readonly MeasuredTrial[] {
  if (measured.length <= MAX_SINGLE) return measured;
  const byCell = groupedBy(measured, ({ row, device, slack }) => `${row} ${device} ${slack ?? 1}`);
  const means = [...byCell.values()].map(meanTrial);
  if (means.length <= MAX_OBSERVATIONS) return means;
  return means.sort((a, b) => energyOf(a) - energyOf(b)).slice(0, MAX_OBSERVATIONS);
}

function meanTrial(trials: readonly MeasuredTrial[]): MeasuredTrial {
  const [first] = trials;
  const mean = (of: 'latencyMs' | 'powerMw' | 'timeS'): number =>
    trials.reduce((sum, each) => sum + each[of], 0) / trials.length;
  const slack = (first!.slack ?? 1) / trials.length;
  return { ...first!, latencyMs: mean('latencyMs'), powerMw: mean('powerMw'), timeS: mean('timeS'), slack };
}

/** Of earlier campaigns: so many of the cells of least energy, and of the others, spread over them. */
const MAX_BEST = 40;
const MAX_OTHERS = 20;

/** Few enough means of earlier campaigns: those near the best, and of the others what shows the shape. */
export function condenseEarlier(earlier: readonly MeasuredTrial[]): readonly MeasuredTrial[] {
  if (earlier.length <= MAX_BEST + MAX_OTHERS) return earlier;
  const sorted = [...earlier].sort((a, b) => energyOf(a) - energyOf(b));
  const others = sorted.slice(MAX_BEST);
  const step = others.length / MAX_OTHERS;
  const spread = Array.from({ length: MAX_OTHERS }, (_, index) => others[Math.floor(index * step)]!);
  return [...sorted.slice(0, MAX_BEST), ...spread];
}

/** By batch, as a measure of its size among others. */
function energyOf({ latencyMs, powerMw }: MeasuredTrial): number {
  return latencyMs * powerMw;
}
