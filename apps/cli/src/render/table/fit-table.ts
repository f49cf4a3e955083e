import type { Screen } from '../../terminal/screen';
import { visibleWidth } from '../../terminal/visible-width';
import { wrapParts } from '../../terminal/wrap-parts';
import { renderTable, type Column } from './render-table';

/** A table; where the screen is too narrow for it, each row as a list of its titled cells, as many on a line as fit. */
export function fitTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  { colors, columns: width }: Pick<Screen, 'colors' | 'columns'>,
): string {
  const table = renderTable(columns, rows, colors);
  if (table.split('\n').every((line) => visibleWidth(line) <= width)) return table;
  const titled = (row: readonly string[]): string[] =>
    columns.flatMap(({ title }, at) => (row[at] ? [`${colors.dim(title)} ${row[at]}`.trim()] : []));
  return rows.flatMap((row) => wrapParts(titled(row), width)).join('\n');
}
