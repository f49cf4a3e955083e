import type { TrialAttempt } from '@joulefleet/contracts';
import { overlaps, type TimeRange } from '../../trace/time-range';
import { ScrollTable } from '../../parts/scroll-table';

const COLUMNS = ['What', 'From (s)', 'To (s)'];

const US_PER_S = 1e6;

interface ShownRangeProps {
  attempt: TrialAttempt;
  view: TimeRange;
}

/** What the chart shows besides power, as a table: windows and events of the range in sight. */
export function ShownRange({ attempt, view }: ShownRangeProps) {
  const { events, windows, trace } = attempt;
  const seconds = (tUs: number): string => ((tUs - (trace.firstTUs ?? 0)) / US_PER_S).toFixed(3);
  const shownWindows = windows.filter((window) => overlaps(window, view));
  const shownEvents = events.filter(({ tUs }) => tUs >= view.startUs && tUs <= view.endUs);
  return (
    <details>
      <summary>
        Shown range, {seconds(view.startUs)} to {seconds(view.endUs)} s, as a table
      </summary>
      <ScrollTable label="Windows and events of the shown range" columns={COLUMNS}>
        {shownWindows.map(({ name, startUs, endUs }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{seconds(startUs)}</td>
            <td>{seconds(endUs)}</td>
          </tr>
        ))}
        {shownEvents.map(({ name, tUs }) => (
          <tr key={name}>
            <th scope="row">{name.replaceAll('_', ' ')}</th>
            <td>{seconds(tUs)}</td>
            <td />
          </tr>
        ))}
      </ScrollTable>
    </details>
  );
}
