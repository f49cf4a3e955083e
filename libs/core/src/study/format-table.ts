import type { Row } from './row';

const COLUMNS = ['expectation', 'study', 'found', 'tolerance', 'status'] as const;
const HEADINGS: Record<(typeof COLUMNS)[number], string> = {
  expectation: 'expectation',
  study: 'study',
  found: 'found',
  tolerance: 'tolerance',
  status: 'verdict',
};

/** The rows as a table for a terminal, notes behind the verdict, a count of verdicts as the last line. */
export function formatTable(rows: readonly Row[]): string {
  const widths = COLUMNS.map((column) => Math.max(HEADINGS[column].length, ...rows.map((row) => row[column].length)));
  const line = (cells: readonly string[]): string => cells.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  ');
  return [
    line(COLUMNS.map((column) => HEADINGS[column])),
    line(widths.map((width) => '-'.repeat(width))),
    ...rows.map((row) => {
      const note = row.note === undefined ? '' : `  ${row.note}`;
      return `${line(COLUMNS.map((column) => row[column]))}${note}`.trimEnd();
    }),
    summary(rows),
  ].join('\n');
}

function summary(rows: readonly Row[]): string {
  const count = (status: Row['status']): number => rows.filter((row) => row.status === status).length;
  const unmeasured = count('unmeasured') === 0 ? '' : `, ${count('unmeasured')} not measured`;
  return `${count('holds')} hold, ${count('fails')} fail, ${count('reported')} reported, ${count('input')} inputs${unmeasured}`;
}
