import type { TrialAttempt, TrialView } from '@joulefleet/contracts';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { useSearchParams } from 'react-router';
import { repetitionOf } from '../../format/format-trial';
import { Empty, Loading } from '../../parts/states';
import { rangeOfText, textOfRange } from '../../trace/range-in-url';
import type { TimeRange } from '../../trace/time-range';
import { RangeEnergy } from './range-energy';
import { ShownRange } from './shown-range';
import styles from './trial.module.css';

const TraceChart = lazy(async () => ({ default: (await import('../../trace/trace-chart')).TraceChart }));

/** While a range is dragged the address waits: browsers refuse to change it hundreds of times. */
const REST_MS = 300;

interface TraceProps {
  trial: TrialView;
  attempt: TrialAttempt;
}

/** The power trace with what can be asked of it, or why there is none. */
export function TraceSection({ trial, attempt }: TraceProps) {
  const hasTrace = attempt.trace.samples > 0;
  return (
    <section aria-labelledby="trace">
      <h2 id="trace">Power trace</h2>
      <TraceState attempt={attempt} />
      {hasTrace && <Plotted trial={trial} attempt={attempt} />}
    </section>
  );
}

function TraceState({ attempt: { trace, outcome } }: { attempt: TrialAttempt }) {
  switch (trace.state) {
    case 'stored':
      return null;
    case 'arriving':
      return <p role="status">Not all of it is stored yet. It is shown as it comes.</p>;
    case 'partial':
      return <p role="status">A part of it was lost on the way from the device. What is stored is shown.</p>;
    case 'removed':
      return (
        <Empty title="The trace is not stored any more">
          <p>Its figures and findings stay. It cannot be drawn, integrated or judged anew.</p>
        </Empty>
      );
    case 'none':
      return (
        <Empty title="There is no trace">
          <p>
            {outcome === 'measured'
              ? 'The device sent no samples of this attempt.'
              : `Nothing was sampled: the attempt ended as ${outcome}.`}
          </p>
        </Empty>
      );
  }
}

function Plotted({ trial, attempt }: TraceProps) {
  const whole = wholeOf(attempt);
  const [view, setView] = useState(whole);
  const [selection, setSelection] = useSelection(attempt, whole);
  const label = `Power over time of ${trial.workload} on ${trial.device}, ${repetitionOf(trial)}, attempt ${attempt.attempt}`;
  return (
    <>
      <Suspense fallback={<Loading />}>
        <TraceChart
          campaignId={trial.campaign.id}
          trialId={trial.id}
          attempt={attempt}
          label={label}
          selection={selection}
          onSelect={setSelection}
          onView={setView}
        />
      </Suspense>
      {attempt.calibrated && (
        <p className={styles.quiet}>Drawn as the sensor read it; energies of the total rail are calibrated.</p>
      )}
      <RangeEnergy trial={trial} attempt={attempt} range={selection} view={view} onRange={setSelection} />
      <ShownRange attempt={attempt} view={view} />
    </>
  );
}

/** The selected range, which a link restores; it is in the URL as soon as somebody has chosen one. */
function useSelection(attempt: TrialAttempt, whole: TimeRange): readonly [TimeRange, (range: TimeRange) => void] {
  const [search, setSearch] = useSearchParams();
  const [selection, setSelection] = useState<TimeRange>(
    () => rangeOfText(search.get('from'), search.get('to'), whole) ?? inferenceOf(attempt) ?? whole,
  );
  const resting = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(resting.current), []);
  const select = (range: TimeRange): void => {
    setSelection(range);
    clearTimeout(resting.current);
    resting.current = setTimeout(() => {
      const next = new URLSearchParams(location.search);
      const { from, to } = textOfRange(range, whole);
      next.set('from', from);
      next.set('to', to);
      setSearch(next, { replace: true, preventScrollReset: true });
    }, REST_MS);
  };
  return [selection, select];
}

function wholeOf({ trace: { firstTUs, lastTUs } }: TrialAttempt): TimeRange {
  return { startUs: firstTUs ?? 0, endUs: Math.max(lastTUs ?? 0, (firstTUs ?? 0) + 1) };
}

function inferenceOf({ windows }: TrialAttempt): TimeRange | null {
  return windows.find(({ name, startUs, endUs }) => name === 'inference' && endUs > startUs) ?? null;
}
