import type { TopologySurfaceView } from '@joulefleet/contracts';
import { useId, useState } from 'react';
import { formatClock, formatCount, formatInterval } from '../format/format';
import { SimulatedBadge } from '../parts/badge';
import { Button } from '../parts/button';
import { saveText } from '../parts/save-text';
import { CellTable } from './cell-table';
import { Heatmap } from './heatmap';
import styles from './results.module.css';
import { surfaceAsCsv } from './surface-csv';

interface SurfaceProps {
  surface: TopologySurfaceView;
  unit: string;
  title: string;
  simulated: boolean;
}

/** One surface: map, caption in words, table, and the same as a file. */
export function Surface({ surface, unit, title, simulated }: SurfaceProps) {
  const [chosen, setChosen] = useState<string | null>(null);
  const id = useId();
  const { device, workload, batchSize, graphMode, setting } = surface;
  const name = [workload, device, `batch size ${batchSize}`, graphMode, setting].filter(Boolean).join(', ');
  const caption = describeSurface(surface, unit, title);
  const save = (): void =>
    saveText(`topology-${workload}-${device}-${batchSize}.csv`, 'text/csv', surfaceAsCsv(surface, unit, simulated));
  return (
    <section aria-labelledby={id} className={styles.surface}>
      <h2 id={id}>
        {name} <SimulatedBadge simulated={simulated} />
      </h2>
      <figure className={styles.figure}>
        <div className={styles.scroller} tabIndex={0} role="region" aria-label={`Map of ${name}`}>
          <Heatmap surface={surface} unit={unit} label={caption} chosen={chosen} onChoose={setChosen} />
        </div>
        <figcaption className={styles.caption}>
          <p>{caption}</p>
          <p className={styles.legend}>
            Dark is little, bright is much, on a logarithmic scale. ★ is the optimum, a dashed outline a cell that
            cannot be told from it.
          </p>
          <Button onClick={save}>Save as CSV</Button>
        </figcaption>
      </figure>
      <details>
        <summary>{formatCount(surface.cells.length, 'cell')} as a table</summary>
        <CellTable surface={surface} unit={unit} chosen={chosen} />
      </details>
    </section>
  );
}

/** What the map shows, in sentences. */
function describeSurface(surface: TopologySurfaceView, unit: string, title: string): string {
  const { optimum, nearOptimum, baseline, baselineValue, correctedSavingPct, rankable, tooLow } = surface;
  const parts = [
    `${title} over ${surface.measured} measured pairs of clocks.`,
    `The least is ${formatInterval(optimum.value, unit)} at CPU ${formatClock(optimum.cpuHz)} and GPU ${formatClock(optimum.gpuHz)}${rankable ? '' : ', but figures are too uncertain to say which pair is best'}.`,
    nearOptimum > 1
      ? `${formatCount(nearOptimum, 'cell')} cannot be told from the best with 95 % confidence.`
      : 'No other cell may be the best (95 % confidence).',
    baseline && baselineValue
      ? `The governors' own choice (${baseline}) takes ${formatInterval(baselineValue, unit)}.`
      : 'No baseline was measured.',
  ];
  if (correctedSavingPct) {
    parts.push(
      `The optimum of energy saves ${formatInterval(correctedSavingPct, '%')} against it, without the luck of the choice.`,
    );
  }
  if (tooLow > 0) parts.push(`${formatCount(tooLow, 'cell')} have a grade of D or worse.`);
  return parts.join(' ');
}
