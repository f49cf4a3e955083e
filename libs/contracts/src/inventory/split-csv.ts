import type { Place } from './inventory-source';

/** A cell of a table, with the place of its first character. */
export interface CsvCell extends Place {
  text: string;
}

export type SplitCsv = { ok: true; rows: CsvCell[][] } | { ok: false; at: Place; message: string; expected: string };

/**
 * A cell in double quotes (a doubled quote is an escaped quote), or an unquoted one up to a comma or the end of the
 * line. Blanks around an unquoted cell are removed.
 */
const CELL = /"((?:[^"]|"")*)"(?=,|\r?\n|$)|([^",\r\n]*)(?=,|\r?\n|$)/y;

/** Splits comma-separated values (RFC 4180) into rows; empty lines are skipped. */
export function splitCsv(text: string): SplitCsv {
  const rows: CsvCell[][] = [];
  let row: CsvCell[] = [];
  let at = text.startsWith('\ufeff') ? 1 : 0;
  let [line, lineStart] = [1, at];
  for (;;) {
    CELL.lastIndex = at;
    const found = CELL.exec(text);
    if (!found) return broken(text, at, { line, column: at - lineStart + 1 });
    const [whole, quoted, plain] = found;
    row.push({
      line,
      column: at - lineStart + 1,
      text: quoted?.replaceAll('""', '"') ?? plain!.replace(/^[ \t]+|[ \t]+$/g, ''),
    });
    at += whole.length;
    const breaks = whole.split('\n').length - 1;
    if (breaks > 0) [line, lineStart] = [line + breaks, at - whole.length + whole.lastIndexOf('\n') + 1];
    if (text[at] === ',') {
      at++;
      continue;
    }
    if (row.length > 1 || row[0]!.text !== '') rows.push(row);
    if (at >= text.length) return { ok: true, rows };
    at += text[at] === '\r' ? 2 : 1;
    [row, line, lineStart] = [[], line + 1, at];
  }
}

function broken(text: string, at: number, place: Place): SplitCsv {
  if (text[at] === '"') {
    return { ok: false, at: place, message: 'unterminated quote', expected: '" before the next comma' };
  }
  return { ok: false, at: place, message: 'a quote inside an unquoted cell', expected: 'quotes around the whole cell' };
}
