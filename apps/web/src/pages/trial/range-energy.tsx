import type { RangeEnergyView, TrialAttempt, TrialView } from '@joulefleet/contracts';
import { useEffect, useState } from 'react';
import { useRoute } from '../../api/use-route';
import { formatPower } from '../../format/format';
import { energyOfTrial } from '../../format/format-trial';
import { Button } from '../../parts/button';
import { Answered } from '../../parts/states';
import { rangeBetween, type TimeRange } from '../../trace/time-range';
import styles from './trial.module.css';
import { ScrollTable } from '../../parts/scroll-table';

const COLUMNS = ['Rail', 'Energy', 'Mean power', 'Samples'];

const US_PER_S = 1e6;
/** While a range is dragged, its energy is asked for when it has rested for so long. */
const REST_MS = 200;

interface RangeEnergyProps {
  trial: TrialView;
  attempt: TrialAttempt;
  range: TimeRange;
  view: TimeRange;
  onRange: (range: TimeRange) => void;
}

/** The energy of the selected range on every rail, from all samples. */
export function RangeEnergy({ trial, attempt, range, view, onRange }: RangeEnergyProps) {
  const rested = useRested(range);
  const query = useRoute('showRangeEnergy', {
    params: { id: trial.campaign.id, trialId: trial.id },
    query: { attempt: attempt.attempt, fromUs: Math.round(rested.startUs), toUs: Math.round(rested.endUs) },
  });
  return (
    <section aria-labelledby="range" className={styles.range}>
      <h3 id="range">Energy of the selected range</h3>
      <div className={styles.choices}>
        <Edges attempt={attempt} range={range} onRange={onRange} />
        {attempt.windows.map((window) => (
          <Button key={window.name} onClick={() => onRange(window)}>
            {window.name}
          </Button>
        ))}
        <Button onClick={() => onRange({ startUs: Math.round(view.startUs), endUs: Math.round(view.endUs) })}>
          what is shown
        </Button>
      </div>
      <Answered query={query}>{(energy) => <Rails energy={energy} isOld={query.isPlaceholderData} />}</Answered>
    </section>
  );
}

function Edges({ attempt, range, onRange }: Pick<RangeEnergyProps, 'attempt' | 'range' | 'onRange'>) {
  const { firstTUs, lastTUs } = attempt.trace;
  const whole = { startUs: firstTUs ?? 0, endUs: lastTUs ?? 0 };
  const change = (edge: 'startUs' | 'endUs', text: string): void => {
    const tUs = whole.startUs + Number(text) * US_PER_S;
    if (text.trim() === '' || !Number.isFinite(tUs)) return;
    const next = { ...range, [edge]: tUs };
    const valid = next.endUs > next.startUs ? rangeBetween(next.startUs, next.endUs, whole) : null;
    if (valid) onRange(valid);
  };
  return (
    <>
      <Edge title="From (s)" tUs={range.startUs} firstUs={whole.startUs} onChange={(text) => change('startUs', text)} />
      <Edge title="To (s)" tUs={range.endUs} firstUs={whole.startUs} onChange={(text) => change('endUs', text)} />
    </>
  );
}

interface EdgeProps {
  title: string;
  tUs: number;
  firstUs: number;
  onChange: (text: string) => void;
}

/** What is typed stays as it is until it is left; then the range is what it says. */
function Edge({ title, tUs, firstUs, onChange }: EdgeProps) {
  const shown = ((tUs - firstUs) / US_PER_S).toFixed(3);
  const [typed, setTyped] = useState<string | null>(null);
  const take = (): void => {
    if (typed !== null) onChange(typed);
    setTyped(null);
  };
  return (
    <label>
      {title}{' '}
      <input
        className={styles.edge}
        inputMode="decimal"
        value={typed ?? shown}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={take}
        onKeyDown={(event) => event.key === 'Enter' && take()}
      />
    </label>
  );
}

function Rails({ energy, isOld }: { energy: RangeEnergyView; isOld: boolean }) {
  return (
    <ScrollTable
      label="Energy by rail"
      columns={COLUMNS}
      isOld={isOld}
      caption={
        <>
          {((energy.toUs - energy.fromUs) / US_PER_S).toFixed(3)} s, integrated from all samples as the energy of the
          trial is; the uncertainty (k = 2) leaves aliasing out. The other rails are parts of the total.
        </>
      }
    >
      {energy.rails.map((rail) => (
        <tr key={rail.rail}>
          <th scope="row">
            {rail.rail}
            {rail.isTotal && ' (total)'}
          </th>
          <td>{rail.energyMj === null ? 'no sample lies inside' : energyOfTrial(rail)}</td>
          <td>{rail.meanPowerMw === null ? '–' : formatPower(rail.meanPowerMw)}</td>
          <td>{rail.samples.toLocaleString()}</td>
        </tr>
      ))}
    </ScrollTable>
  );
}

function useRested(range: TimeRange): TimeRange {
  const [rested, setRested] = useState(range);
  useEffect(() => {
    const timer = setTimeout(() => setRested(range), REST_MS);
    return () => clearTimeout(timer);
  }, [range]);
  return rested;
}
