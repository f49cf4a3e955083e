import type { Screen } from '../../terminal/screen';
import { visibleWidth } from '../../terminal/visible-width';
import { wrapParts } from '../../terminal/wrap-parts';
import { renderTable } from './render-table';

/** A row with a text of any length behind its cells. */
export interface WrappedRow {
  readonly cells: readonly string[];
  /** The cells as they read without titles above them. */
  readonly parts: readonly string[];
  /** The text on lines of at most so many columns. */
  readonly lines: (columns: number) => string[];
}

const GAP = 2;
const INDENT = '    ';
/** A text in fewer columns than these is hard to read. */
const MIN_TEXT_WIDTH = 36;

/**
 * A table whose last column is a text: beside the cells where there is room for it, on lines of its own below them where there is
 * not, and on a narrow screen the cells take several lines as well. The last of the titles is the text's.
 */
export function renderWrappedTable(titles: readonly string[], rows: readonly WrappedRow[], screen: Screen): string {
  const cellTitles = titles.slice(0, -1);
  const widths = cellTitles.map((title, at) =>
    Math.max(visibleWidth(title), ...rows.map(({ cells }) => visibleWidth(cells[at] ?? ''))),
  );
  const taken = widths.reduce((sum, width) => sum + width + GAP, 0);
  if (taken + MIN_TEXT_WIDTH <= screen.columns) return beside(titles, rows, screen, screen.columns - taken);
  if (taken - GAP <= screen.columns) return below(cellTitles, rows, screen);
  return rows.flatMap((row) => [...wrapParts(row.parts, screen.columns), ...indented(row, screen)]).join('\n');
}

function beside(titles: readonly string[], rows: readonly WrappedRow[], { colors }: Screen, room: number): string {
  const lines = rows.flatMap(({ cells, lines: text }) => {
    const [first = '', ...more] = room === Infinity ? [text(room).join(' ')] : text(room);
    return [[...cells, first], ...more.map((line) => [...cells.map(() => ''), line])];
  });
  return renderTable(
    titles.map((title) => ({ title })),
    lines,
    colors,
  );
}

function below(titles: readonly string[], rows: readonly WrappedRow[], screen: Screen): string {
  const table = renderTable(
    titles.map((title) => ({ title })),
    rows.map(({ cells }) => cells),
    screen.colors,
  );
  const [head, ...lines] = table.split('\n');
  return [head, ...lines.flatMap((line, at) => [line, ...indented(rows[at]!, screen)])].join('\n');
}

function indented({ lines }: WrappedRow, { columns }: Screen): string[] {
  return lines(columns - INDENT.length).map((line) => `${INDENT}${line}`);
}
