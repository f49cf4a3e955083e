/** Comma-separated values (RFC 4180, with \n at the end of a line); null is an empty field. */
export function renderCsv(
  columns: readonly string[],
  rows: readonly (readonly (string | number | boolean | null)[])[],
): string {
  return [columns, ...rows]
    .map((row) => row.map((field) => quoted(field === null ? '' : String(field))).join(','))
    .join('\n');
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
