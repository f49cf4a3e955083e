import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, useEffect, useRef, type CSSProperties, type ReactNode } from 'react';
import styles from './long-table.module.css';

/** As in long-table.module.css. */
const ROW_PX = 42;
/** More than is scrolled in a frame: what comes into sight is there, although it is not rendered within the event. */
const OVERSCAN = 8;

interface LongTableProps<Row> {
  label: string;
  columns: readonly string[];
  /** Least widths of the columns, in rem. Left out: as wide as what is in sight, which changes on the way and takes longer to lay out. */
  widths?: readonly number[];
  /** Those that are known. */
  rows: readonly Row[];
  /** How many there are with those that are not known yet. */
  total?: number;
  keyOf: (row: Row) => string;
  /** Cells of a row. */
  children: (row: Row) => ReactNode;
  /** The last known rows come into sight: more may be read. */
  onNearEnd?: () => void;
}

/** A table of thousands of rows: only those in sight are in the document. */
export function LongTable<Row>({
  label,
  columns,
  widths,
  rows,
  total,
  keyOf,
  children,
  onNearEnd,
}: LongTableProps<Row>) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: OVERSCAN,
    useFlushSync: false,
  });
  const shown = virtual.getVirtualItems();
  const above = shown[0]?.start ?? 0;
  const below = virtual.getTotalSize() - (shown.at(-1)?.end ?? 0);
  const isNearEnd = rows.length > 0 && (shown.at(-1)?.index ?? 0) >= rows.length - 1;
  useEffect(() => {
    if (isNearEnd) onNearEnd?.();
  }, [isNearEnd, onNearEnd]);
  return (
    <div className={styles.scroller} ref={scroller} tabIndex={0} role="region" aria-label={label}>
      <table
        // Rows that are grids are no rows to every browser.
        role="table"
        className={`${styles.table} ${widths ? styles.fixed : ''}`}
        style={widths && columnsOf(widths)}
        aria-rowcount={(total ?? rows.length) + 1}
      >
        <thead role="rowgroup">
          <tr role="row">
            {columns.map((title) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          <Spacer height={above} columns={columns.length} />
          {shown.map(({ index }) => (
            <LongRow key={keyOf(rows[index]!)} row={rows[index]!} index={index} cells={children as CellsOf} />
          ))}
          <Spacer height={below} columns={columns.length} />
        </tbody>
      </table>
    </div>
  );
}

/** Tracks that share what is left of a wide screen; on a narrow one the first, which stays in sight, leaves room for others. */
function columnsOf(widths: readonly number[]): CSSProperties {
  const least = widths.map((width, i) => (i === 0 ? `min(${width}rem, 36vw)` : `${width}rem`));
  const tracks = widths.map((width, i) => `minmax(${least[i]}, ${width}fr)`);
  return { '--columns': tracks.join(' '), '--width': `calc(${least.join(' + ')})` } as CSSProperties;
}

type CellsOf = (row: unknown) => ReactNode;

/** While the table is scrolled, rows that stay in sight are not rendered again. */
const LongRow = memo(function LongRow({ row, index, cells }: { row: unknown; index: number; cells: CellsOf }) {
  return (
    <tr role="row" aria-rowindex={index + 2} className={styles.row}>
      {cells(row)}
    </tr>
  );
});

function Spacer({ height, columns }: { height: number; columns: number }) {
  if (height <= 0) return null;
  return (
    <tr aria-hidden="true" className={styles.space}>
      <td colSpan={columns} className={styles.spacer} style={{ height }} />
    </tr>
  );
}
