import type { Table } from '@joulefleet/figures';
import styles from './data-table.module.css';

/** A table that scrolls by itself where it is wider than its place. */
export function DataTable({ table, label }: { table: Table; label: string }) {
  const look = (i: number): string | undefined => (table.numeric.includes(i) ? styles.number : undefined);
  return (
    <div className={styles.scroller} tabIndex={0} role="region" aria-label={label}>
      <table>
        <thead>
          <tr>
            {table.columns.map((column, i) => (
              <th key={column} scope="col" className={look(i)}>
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row, place) => (
            <tr key={place}>
              {row.map((text, i) => (
                <td key={table.columns[i]} className={look(i)}>
                  {text}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
