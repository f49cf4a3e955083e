import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, type ReactNode } from 'react';
import styles from './long-table.module.css';

/** As in long-table.module.css. */
const ROW_PX = 42;
const OVERSCAN = 10;

interface LongTableProps<Row> {
  label: string;
  columns: readonly string[];
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
export function LongTable<Row>({ label, columns, rows, total, keyOf, children, onNearEnd }: LongTableProps<Row>) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: OVERSCAN,
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
      <table className={styles.table} aria-rowcount={(total ?? rows.length) + 1}>
        <thead>
          <tr>
            {columns.map((title) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <Spacer height={above} columns={columns.length} />
          {shown.map(({ index }) => (
            <tr key={keyOf(rows[index]!)} aria-rowindex={index + 2} className={styles.row}>
              {children(rows[index]!)}
            </tr>
          ))}
          <Spacer height={below} columns={columns.length} />
        </tbody>
      </table>
    </div>
  );
}

function Spacer({ height, columns }: { height: number; columns: number }) {
  if (height <= 0) return null;
  return (
    <tr aria-hidden="true">
      <td colSpan={columns} className={styles.spacer} style={{ height }} />
    </tr>
  );
}
