import { learn } from '../learn';
import { expectTrials } from '../model/cell-model';
import { believedFront } from '../pareto-beliefs';
import { trialSeconds } from '../search-context';
import { measure, type Method } from './method';
import { allowedRows, startRow } from './start-rows';

const MIN_TRIALS = 12;
/** The whole grid is to be predicted: more of it is looked at first, low clocks too. */
const STARTS = 9;
const LOWEST_START = 0.1;

/** The whole front of time and energy: measures what may enlarge its hypervolume most, for its device time. */
export const pareto: Method = function* (context) {
  const { measured, open, problem } = context;
  if (measured.length + open.length < STARTS || measured.length === 0)
    return measure(startRow(context, LOWEST_START), 'start');
  const { cells } = yield* learn(context);
  const rows = allowedRows(context);
  const believed = yield* believedFront(context, cells, rows);
  if (measured.length >= Math.min(MIN_TRIALS, rows.length) && believed.probability >= problem.parameters.probability) {
    return open.length > 0 ? { kind: 'wait' } : { kind: 'end', outcome: 'certified' };
  }
  const expected =
    open.length === 0
      ? believed
      : yield* believedFront(
          context,
          expectTrials(
            cells,
            open.map(({ row }) => row),
          ),
          rows,
        );
  let [best, most] = [rows[0]!, -1];
  rows.forEach((row, i) => {
    const worth = expected.gains[i]! / Math.sqrt(trialSeconds(context, row, expected.latencyMs[i]!));
    if (worth > most) [best, most] = [row, worth];
  });
  return measure(best);
};
