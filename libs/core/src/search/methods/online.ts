import { learn, withOpenTrials } from '../learn';
import { limitedCost, type SearchContext } from '../search-context';
import { measure, type Method } from './method';
import { startRow } from './start-rows';

/** What a trial's cost varies by (MEASUREMENT 6), and by how much a change has to exceed it, summed up. */
const TRIAL_SD = 0.015;
const SLACK_SDS = 0.75;
const ALARM_SDS = 6;
/** Noise of what was measured before a change: as if it varied by 15 %. */
const OLD_SLACK = 100;
/** Trials that are remembered. */
const REMEMBERED = 60;

/**
 * Measures what may be the best for good, by one draw of what is believed (Thompson sampling with the model): better cells are found while the best
 * known one is used most. Where the cost of known cells changes (another tenant, heat), what was measured before counts little.
 */
export const online: Method = function* (context) {
  if (context.measured.length === 0) return measure(startRow(context), 'start');
  const recent = { ...context, measured: withChange(context) };
  const { beliefs } = yield* withOpenTrials(recent, yield* learn(recent));
  const size = beliefs.rows.length;
  let least = 0;
  for (let i = 1; i < size; i++) if (beliefs.draws[i]! < beliefs.draws[least]!) least = i;
  return measure(beliefs.rows[least]!);
};

/** The last trials, those from before the last change with more noise. */
function withChange(context: SearchContext): SearchContext['measured'] {
  const from = lastChange(context);
  return context.measured.map((trial, i) => (i < from ? { ...trial, slack: OLD_SLACK } : trial)).slice(-REMEMBERED);
}

/**
 * Index of the first trial after the last change of conditions: a cumulative sum of the deviations of each trial from the mean of its cell since
 * the change before, on both sides (Page, Biometrika 41, 1954).
 */
function lastChange(context: SearchContext): number {
  let known = new Map<number, { sum: number; trials: number }>();
  let sums = { up: 0, down: 0 };
  let suspected = 0;
  let change = 0;
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
      change = suspected;
      known = new Map();
      sums = { up: 0, down: 0 };
    }
    if (Number.isFinite(cost))
      known.set(trial.row, {
        sum: (seen && known.has(trial.row) ? seen.sum : 0) + cost,
        trials: (seen && known.has(trial.row) ? seen.trials : 0) + 1,
      });
  }
  return change;
}
