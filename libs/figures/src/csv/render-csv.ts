import { guardFormula } from '@joulefleet/core';

/** Comma-separated values (RFC 4180, with \n at the end of a line); null is an empty field, and no text is a formula. */
export function renderCsv(
  columns: readonly string[],
  rows: readonly (readonly (string | number | boolean | null)[])[],
): string {
  return [columns, ...rows]
    .map((row) =>
      row.map((field) => quoted(typeof field === 'string' ? guardFormula(field) : String(field ?? ''))).join(','),
    )
    .join('\n');
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
