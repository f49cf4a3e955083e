import type { ExportColumn, ExportValue, ColumnType } from './column';

const CRLF = '\r\n';
/** What a spreadsheet would run as a formula. */
const FORMULA = /^[=+\-@\t\r]/;
const NEEDS_QUOTES = /[",\r\n]|^\s|\s$/;

/** The header line of a CSV file. */
export function csvHeader(columns: readonly { readonly name: string }[]): string {
  return columns.map(({ name }) => name).join(',') + CRLF;
}

/** Rows as CSV (RFC 4180). An empty field is a missing value, `""` an empty text. */
export function csvRows<Row>(columns: readonly ExportColumn<Row>[], rows: readonly Row[]): string {
  return rows.map((row) => columns.map(({ type, of }) => csvField(type, of(row))).join(',') + CRLF).join('');
}

/** Rows as JSON Lines: one object a line, every column in it. */
export function jsonRows<Row>(columns: readonly ExportColumn<Row>[], rows: readonly Row[]): string {
  const keys = columns.map(({ name }) => `${JSON.stringify(name)}:`);
  return rows
    .map((row) => `{${columns.map(({ type, of }, i) => keys[i]! + jsonField(type, of(row))).join(',')}}\n`)
    .join('');
}

/** The values of one column. A figure that is not finite is missing. */
export function valuesOf<Row>({ of }: ExportColumn<Row>, rows: readonly Row[]): ExportValue[] {
  return rows.map((row) => finite(of(row)));
}

/** A text that begins like a formula gets an apostrophe in front, so that no spreadsheet runs it. */
export function guardFormula(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

/** Figures and times stay as they are. */
function csvField(type: ColumnType, value: ExportValue): string {
  const known = finite(value);
  if (known === null) return '';
  if (typeof known !== 'string') return String(known);
  const text = type === 'text' ? guardFormula(known) : known;
  return text === '' || NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function jsonField(type: ColumnType, value: ExportValue): string {
  const known = finite(value);
  return type === 'json' && typeof known === 'string' ? known : JSON.stringify(known);
}

function finite(value: ExportValue): ExportValue {
  return typeof value === 'number' && !Number.isFinite(value) ? null : value;
}
