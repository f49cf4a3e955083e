import { limitedCost, type SearchContext } from './search-context';

/** What a trial's cost varies by (MEASUREMENT 6), and by how much a change has to exceed it, summed up. */
const TRIAL_SD = 0.015;
const SLACK_SDS = 0.75;
const ALARM_SDS = 6;
/** Noise of what was measured before a change: as if it varied by 15 %. */
const OLD_SLACK = 100;
/** Trials that are remembered. */
const REMEMBERED = 60;

/** When conditions changed while a search measured. */
interface Changes {
  readonly count: number;
  /** Index of the first trial after the last change, among the measured ones; 0: there was none. */
  readonly last: number;
}

/** The last trials, those from before the last change of conditions with more noise. */
export function recentTrials(context: SearchContext): SearchContext['measured'] {
  const { last } = changesOf(context);
  return context.measured.map((trial, i) => (i < last ? { ...trial, slack: OLD_SLACK } : trial)).slice(-REMEMBERED);
}

/** The trials under conditions as they are now. */
export function trialsSinceChange(context: SearchContext): SearchContext['measured'] {
  return context.measured.slice(changesOf(context).last);
}

/**
 * Changes of conditions: a cumulative sum of the deviations of each trial from the mean of its cell since the change before, on both sides
 * (Page, Biometrika 41, 1954).
 */
export function changesOf(context: SearchContext): Changes {
  let known = new Map<number, { sum: number; trials: number }>();
  let sums = { up: 0, down: 0 };
  let suspected = 0;
  let changes: Changes = { count: 0, last: 0 };
  for (let i = 0; i < context.measured.length; i++) {
    const trial = context.measured[i]!;
    const cost = Math.log(limitedCost(context, trial.row, trial));
    const seen = known.get(trial.row);
    if (seen && Number.isFinite(cost)) {
      const sds = (cost - seen.sum / seen.trials) / (TRIAL_SD * Math.sqrt(1 + 1 / seen.trials));
      if (sums.up === 0 && sums.down === 0) suspected = i;
      sums = { up: Math.max(0, sums.up + sds - SLACK_SDS), down: Math.max(0, sums.down - sds - SLACK_SDS) };
    }
    if (Math.max(sums.up, sums.down) > ALARM_SDS) {
      changes = { count: changes.count + 1, last: suspected };
      known = new Map();
      sums = { up: 0, down: 0 };
    }
    if (!Number.isFinite(cost)) continue;
    const { sum, trials } = known.get(trial.row) ?? { sum: 0, trials: 0 };
    known.set(trial.row, { sum: sum + cost, trials: trials + 1 });
  }
  return changes;
}
