import type { TrialAttempt, TrialClock } from '@joulefleet/contracts';
import { formatFrequency } from '@joulefleet/core';
import { formatDuration, formatTemperature } from '../../format/format';
import { meanHz } from '../../trace/condition-columns';
import styles from './trial.module.css';
import { ScrollTable } from '../../parts/scroll-table';

const COLUMNS = ['Clock', 'Governor', 'Before', 'Mean in the window', 'After', 'Time at each level'];

/** What is known of clocks, temperatures and the sensor, as tables. */
export function Conditions({ attempt }: { attempt: TrialAttempt }) {
  const { clocks, temperatures, throttleC, start, sensor } = attempt;
  return (
    <section aria-labelledby="conditions">
      <h2 id="conditions">Clocks and temperatures</h2>
      {clocks.length > 0 && <Clocks clocks={clocks} />}
      <ul>
        {temperatures.map(({ at, celsius }) => (
          <li key={at}>
            {formatTemperature(celsius)} {at}
          </li>
        ))}
        {throttleC !== null && <li>The device lowers its clocks from {formatTemperature(throttleC)} on.</li>}
        {start !== null && (start.coolingMs > 0 || start.warmingMs > 0) && (
          <li>
            Cooled for {formatDuration(start.coolingMs / 1000)}, warmed for {formatDuration(start.warmingMs / 1000)}{' '}
            before it began.
          </li>
        )}
        {sensor && (
          <li>
            Power read by {sensor.layout}
            {sensor.periodUs !== null && ` every ${(sensor.periodUs / 1000).toFixed(1)} ms`}
            {sensor.averagingUs > 0 && `, a reading stands for ± ${(sensor.averagingUs / 1000).toFixed(1)} ms`}.
          </li>
        )}
        {clocks.length === 0 && temperatures.length === 0 && <li>Nothing was read of either.</li>}
      </ul>
    </section>
  );
}

function Clocks({ clocks }: { clocks: readonly TrialClock[] }) {
  return (
    <ScrollTable label="Clocks" columns={COLUMNS}>
      {clocks.map((clock) => (
        <tr key={clock.clock}>
          <th scope="row">{clock.clock}</th>
          <td>{clock.governor ?? '–'}</td>
          <td>{shown(clock.beforeHz)}</td>
          <td>{shown(meanHz(clock))}</td>
          <td>{shown(clock.afterHz)}</td>
          <td className={styles.levels}>{describeLevels(clock)}</td>
        </tr>
      ))}
    </ScrollTable>
  );
}

function shown(hz: number | null): string {
  return hz === null ? '–' : formatFrequency(hz);
}

/** The longest first. */
function describeLevels({ levels, method }: TrialClock): string {
  if (levels === null || levels.length === 0) return 'not counted';
  const totalMs = levels.reduce((sum, { ms }) => sum + ms, 0);
  const parts = [...levels].sort((a, b) => b.ms - a.ms);
  const text = parts.map(({ hz, ms }) => `${formatFrequency(hz)} ${((100 * ms) / totalMs).toFixed(1)} %`).join(', ');
  return `${text} (${method === 'counters' ? "the kernel's counters" : 'read once a second'})`;
}
