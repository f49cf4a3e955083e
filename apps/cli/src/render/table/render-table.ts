import type { Colors } from '../../terminal/session';
import { padLeft, padRight, visibleWidth } from '../../terminal/visible-width';

export interface Column {
  title: string;
  align?: 'left' | 'right';
}

/** Rows below their titles, columns as wide as their widest cell, two spaces between. */
export function renderTable(columns: readonly Column[], rows: readonly (readonly string[])[], colors: Colors): string {
  const widths = columns.map(({ title }, index) =>
    Math.max(visibleWidth(title), ...rows.map((row) => visibleWidth(row[index] ?? ''))),
  );
  const line = (cells: readonly string[]): string =>
    columns
      .map(({ align }, index) => (align === 'right' ? padLeft : padRight)(cells[index] ?? '', widths[index]!))
      .join('  ')
      .trimEnd();
  const titles = line(columns.map(({ title }) => title));
  return [colors.bold(titles), ...rows.map(line)].join('\n');
}
