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
  const byCell = new Map<string, MeasuredTrial[]>();
  for (const trial of measured) {
    const key = `${trial.row} ${trial.device} ${trial.slack ?? 1}`;
    const known = byCell.get(key);
    if (known) known.push(trial);
    else byCell.set(key, [trial]);
  }
  const means = [...byCell.values()].map(meanTrial);
  if (means.length <= MAX_OBSERVATIONS) return means;
  const energy = ({ latencyMs, powerMw }: MeasuredTrial): number => latencyMs * powerMw;
  return means.sort((a, b) => energy(a) - energy(b)).slice(0, MAX_OBSERVATIONS);
}

function meanTrial(trials: readonly MeasuredTrial[]): MeasuredTrial {
  const [first] = trials;
  const mean = (of: 'latencyMs' | 'powerMw' | 'timeS'): number =>
    trials.reduce((sum, each) => sum + each[of], 0) / trials.length;
  const slack = (first!.slack ?? 1) / trials.length;
  return { ...first!, latencyMs: mean('latencyMs'), powerMw: mean('powerMw'), timeS: mean('timeS'), slack };
}
