import type { Place } from './inventory-source';

/** A cell of a table, with the place of its first character. */
export interface CsvCell extends Place {
  text: string;
}

export type SplitCsv = { ok: true; rows: CsvCell[][] } | { ok: false; at: Place; message: string; expected: string };

export const CSV_DELIMITERS = [',', ';', '\t', '|'] as const;
export type CsvDelimiter = (typeof CSV_DELIMITERS)[number];

const LINE_END = /\r\n|\n|\r/y;

/**
 * A cell in double quotes (a doubled quote is an escaped quote), or an unquoted one up to a delimiter or the end of the
 * line. Blanks around a cell are removed.
 */
function cellBefore(delimiter: CsvDelimiter): RegExp {
  const [blank, sign] = [delimiter === '\t' ? ' ' : '[ \\t]', delimiter.replace('|', '\\|')];
  const end = `(?=${sign}|\\r|\\n|$)`;
  return new RegExp(`${blank}*"([^"]*(?:""[^"]*)*)"${blank}*${end}|([^"${sign}\\r\\n]*)${end}`, 'y');
}

/**
 * Splits delimited values (RFC 4180) from `start` on into rows; a line is ended by CRLF, LF or CR. Rows without any text are
 * skipped, as spreadsheets leave them (`;;;`).
 */
export function splitCsv(text: string, delimiter: CsvDelimiter = ',', start: Place & { at: number } = START): SplitCsv {
  const cell = cellBefore(delimiter);
  const rows: CsvCell[][] = [];
  let row: CsvCell[] = [];
  let { at, line } = start;
  let lineStart = at;
  for (;;) {
    cell.lastIndex = at;
    const found = cell.exec(text);
    if (!found) return broken(text, at, { line, column: at - lineStart + 1 }, delimiter);
    const [whole, quoted, plain] = found;
    row.push({
      line,
      column: at - lineStart + 1,
      text: quoted?.replaceAll('""', '"') ?? plain!.replace(/^[ \t]+|[ \t]+$/g, ''),
    });
    const ends = [...whole.matchAll(/\r\n|\n|\r/g)];
    if (ends.length > 0) [line, lineStart] = [line + ends.length, at + ends.at(-1)!.index + ends.at(-1)![0].length];
    at += whole.length;
    if (text[at] === delimiter) {
      at++;
      continue;
    }
    if (row.some((each) => each.text !== '')) rows.push(row);
    if (at >= text.length) return { ok: true, rows };
    at += lineEndAt(text, at);
    [row, line, lineStart] = [[], line + 1, at];
  }
}

const START = { at: 0, line: 1, column: 1 };

/** Characters of the line end there. */
function lineEndAt(text: string, at: number): number {
  LINE_END.lastIndex = at;
  return LINE_END.exec(text)![0].length;
}

function broken(text: string, at: number, place: Place, delimiter: CsvDelimiter): SplitCsv {
  if (/^[ \t]*"/.test(text.slice(at, at + 100))) {
    const next = { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': '|' }[delimiter];
    return { ok: false, at: place, message: 'unterminated quote', expected: `" before the next ${next}` };
  }
  return { ok: false, at: place, message: 'a quote inside an unquoted cell', expected: 'quotes around the whole cell' };
}
