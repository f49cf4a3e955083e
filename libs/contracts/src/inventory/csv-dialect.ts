import type { Place } from './inventory-source';
import { CSV_DELIMITERS, type CsvDelimiter } from './split-csv';

/** What separates the cells of a table, and where its first row starts. */
export interface CsvDialect {
  delimiter: CsvDelimiter;
  start: Place & { at: number };
}

/** Excel's own line in front of a table, alone or in a row of the spreadsheet. */
const SEP_LINE = /^"?sep=([,;\t|])"?[,;\t| ]*(\r\n|\n|\r|$)/i;

/**
 * Finds out what separates cells: a first line `sep=;` says it; else it is the sign by which most words of the first line with
 * any text are among `columns` or empty, and a comma where none is.
 */
export function csvDialect(text: string, columns: readonly string[]): CsvDialect {
  const at = text.startsWith('\ufeff') ? 1 : 0;
  const said = SEP_LINE.exec(text.slice(at, at + 100));
  if (said) {
    return { delimiter: said[1] as CsvDelimiter, start: { at: at + said[0].length, line: 2, column: 1 } };
  }
  const header = /[^\s,;|"][^\r\n]*/.exec(text)?.[0] ?? text;
  const isKnown = (word: string): boolean => word === '' || columns.includes(word);
  const known = (delimiter: string): number =>
    header.split(delimiter).filter((word) => isKnown(columnName(word.replaceAll('"', '')))).length;
  const counts = CSV_DELIMITERS.map((delimiter) => ({ delimiter, count: known(delimiter) }));
  const best = counts.reduce((most, each) => (each.count > most.count ? each : most));
  return { delimiter: best.delimiter, start: { at, line: 1, column: 1 } };
}

/** The name of a column, as a header states it in whatever case. */
export function columnName(written: string): string {
  return written.trim().toLowerCase();
}
