import type { TopologySurfaceView } from '@joulefleet/contracts';
import { formatClock, formatInterval } from '../format/format';
import styles from './results.module.css';

/** The cells of a map in digits, the best first. */
export function CellTable({
  surface,
  unit,
  chosen,
}: {
  surface: TopologySurfaceView;
  unit: string;
  chosen: string | null;
}) {
  const cells = [...surface.cells].sort((a, b) => a.value.estimate - b.value.estimate);
  return (
    <div className={styles.scroller} tabIndex={0} role="region" aria-label="Cells">
      <table>
        <thead>
          <tr>
            <th scope="col">CPU</th>
            <th scope="col">GPU</th>
            <th scope="col">Figure (95 %)</th>
            <th scope="col">Above the optimum</th>
            <th scope="col">May be best</th>
            <th scope="col">Trials</th>
            <th scope="col">Grade</th>
          </tr>
        </thead>
        <tbody>
          {cells.map((cell) => (
            <tr key={cell.cellKey} className={cell.cellKey === chosen ? styles.chosen : undefined}>
              <td>{formatClock(cell.cpuHz)}</td>
              <td>{formatClock(cell.gpuHz)}</td>
              <td>{formatInterval(cell.value, unit)}</td>
              <td>{cell.aboveOptimumPct.toFixed(1)} %</td>
              <td>{cell.mayBeBest ? 'yes' : 'no'}</td>
              <td>{cell.trials}</td>
              <td>{cell.grade}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
