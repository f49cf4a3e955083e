import styles from './cells.module.css';
import { drawCells, type DrawnCell } from './draw-cells';

/** Cells as marks in an SVG: a handful of elements, however many cells there are. */
export function CellMarks({ cells, size }: { cells: readonly DrawnCell[]; size: number }) {
  const { ground, accepted, rejected, failed, skipped, onDevice, running } = drawCells(cells, size);
  return (
    <>
      <path className={styles.ground} d={ground} />
      <path className={styles.accepted} d={accepted} />
      <path className={styles.halo} d={rejected + failed + skipped + onDevice} />
      <path className={styles.rejected} d={rejected} />
      <path className={styles.failed} d={failed} />
      <path className={styles.skipped} d={skipped} />
      <path className={styles.onDevice} d={onDevice} />
      <path className={styles.running} d={running} />
    </>
  );
}
