import { learn, withOpenTrials } from '../learn';
import { measure, type Method } from './method';
import { startRow } from './start-rows';

/**
 * Measures what may be the best for good, by one draw of what is believed (Thompson sampling with the model): better cells are found while the best
 * known one is used most. Where the cost of known cells changes (another tenant, heat), what was measured before counts little. That a cell may
 * be better for something of its own, which nothing but measuring it would show, is little reason to try it: there is always another such cell.
 */
export const online: Method = function* (context) {
  if (context.measured.length === 0) return measure(startRow(context), 'start');
  const { beliefs } = yield* withOpenTrials(context, yield* learn(context));
  const size = beliefs.rows.length;
  let least = 0;
  for (let i = 1; i < size; i++) if (beliefs.draws[i]! < beliefs.draws[least]!) least = i;
  return measure(beliefs.rows[least]!);
};
