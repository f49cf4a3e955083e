import type { ReactNode } from 'react';
import styles from './scroll-table.module.css';

interface ScrollTableProps {
  label: string;
  columns: readonly string[];
  /** With a border and the width of its place. */
  framed?: boolean;
  caption?: ReactNode;
  /** What it shows is of another question, and the answer is under way. */
  isOld?: boolean;
  /** Rows of the body. */
  children: ReactNode;
}

/** A table of few rows that scrolls by itself, also with the keyboard, where it is wider than its place. */
export function ScrollTable({ label, columns, framed = false, caption, isOld = false, children }: ScrollTableProps) {
  return (
    <div
      className={`${styles.scroller} ${framed ? styles.framed : ''}`}
      tabIndex={0}
      role="region"
      aria-label={label}
      aria-busy={isOld}
    >
      <table className={isOld ? styles.old : undefined}>
        {caption !== undefined && <caption>{caption}</caption>}
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}
