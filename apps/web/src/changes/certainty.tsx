import type { NightChanges } from '@joulefleet/contracts';
import { METRIC_WORDS } from '@joulefleet/figures';
import { ScrollTable } from '../parts/scroll-table';
import { formatCount } from '../format/format';

const COLUMNS = ['Metric', 'half of the cells, %', 'every cell, %'];

/** How far what is said of changes can be relied on: the least change that would show, the self-test, and the balance. */
export function Certainty({ view }: { view: NightChanges }) {
  return (
    <section aria-labelledby="certainty">
      <h2 id="certainty">How certain that is</h2>
      {view.detectable.length > 0 && (
        <ScrollTable
          label="Least changes that would show"
          columns={COLUMNS}
          caption="The least change that would be seen within seven nights, four times of five."
        >
          {view.detectable.map(({ metric, halfPct, allPct }) => (
            <tr key={metric}>
              <th scope="row">{METRIC_WORDS[metric]}</th>
              <td>{halfPct.toFixed(1)}</td>
              <td>{allPct.toFixed(1)}</td>
            </tr>
          ))}
        </ScrollTable>
      )}
      <SelfTest selfTest={view.selfTest} />
      <Balance view={view} />
    </section>
  );
}

function SelfTest({ selfTest: { injected, found, untouched, madeUp } }: Pick<NightChanges, 'selfTest'>) {
  if (injected === 0) return null;
  return (
    <p>
      Each night tests itself: of {formatCount(injected, 'change')} of 2 % that were put into copies of series {found}{' '}
      were seen ({percent(found, injected)}), and of {untouched.toLocaleString()} untouched copies {madeUp} were flagged
      ({percent(madeUp, untouched)}).
    </p>
  );
}

function percent(count: number, total: number): string {
  return total === 0 ? '–' : `${((100 * count) / total).toFixed(1)} %`;
}

function Balance({ view: { balance, expectedFalsePerNight } }: { view: NightChanges }) {
  const { worse, better, pValue } = balance;
  return (
    <p>
      Confirmed: {worse} for the worse and {better} for the better. False ones would be equally many of both; two such
      numbers, or further apart, have a probability of {pValue.toFixed(2)} then. {expectedFalsePerNight.toFixed(4)}{' '}
      false ones a night are to be expected when nothing changes.
    </p>
  );
}
