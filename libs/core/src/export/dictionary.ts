import type { ColumnDescription } from './column';
import { CAMPAIGN_COLUMNS, CELL_COLUMNS } from './comparison-columns';
import { csvHeader, csvRows } from './encode-rows';
import { TRACE_COLUMNS } from './trace-columns';
import { TRIAL_COLUMNS } from './trial-columns';
import { COUNT, FLAG, TEXT, column, optional, type ExportColumn } from './column';

export const EXPORT_LEVELS = ['trials', 'attempts', 'cells', 'campaign', 'traces'] as const;
export const EXPORT_FORMATS = ['parquet', 'csv', 'jsonl'] as const;
export type ExportLevel = (typeof EXPORT_LEVELS)[number];
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** What a row of each level is. */
export const LEVEL_MEANINGS: Readonly<Record<ExportLevel, string>> = {
  trials: 'One row for each trial that counts, sentinels included.',
  attempts:
    'One row for each attempt of a trial, with those that were rejected, failed or were cancelled. The columns are those of `trials`.',
  cells: 'One row for each cell and device with a trial that counts.',
  campaign: 'One row for each device and work: optimum, baseline and saving.',
  traces: 'One row for each sample and rail, of every attempt.',
};

const COLUMNS: Readonly<Record<ExportLevel, readonly ColumnDescription[]>> = {
  trials: TRIAL_COLUMNS,
  attempts: TRIAL_COLUMNS,
  cells: CELL_COLUMNS,
  campaign: CAMPAIGN_COLUMNS,
  traces: TRACE_COLUMNS,
};

/** A column of one level. */
export type DictionaryEntry = ColumnDescription & { readonly level: ExportLevel };

/** Every column of every level. */
export function dataDictionary(): DictionaryEntry[] {
  return EXPORT_LEVELS.flatMap((level) =>
    COLUMNS[level].map(({ name, type, unit, nullable, meaning }) => ({ level, name, type, unit, nullable, meaning })),
  );
}

const ENTRY: readonly ExportColumn<DictionaryEntry>[] = [
  column('level', TEXT, 'Level of the export.', ({ level }) => level),
  column(
    'position',
    COUNT,
    'Place of the column.',
    ({ level, name }) => 1 + COLUMNS[level].findIndex((each) => each.name === name),
  ),
  column('name', TEXT, 'Name of the column.', ({ name }) => name),
  column('type', TEXT, 'Type of the column.', ({ type }) => type),
  optional('unit', TEXT, 'Unit; empty: it has none.', ({ unit }) => unit),
  column('nullable', FLAG, 'Whether it may be empty.', ({ nullable }) => nullable),
  column('meaning', TEXT, 'What it is.', ({ meaning }) => meaning),
];

export function dictionaryCsv(): string {
  return csvHeader(ENTRY) + csvRows(ENTRY, dataDictionary());
}

/** A table for each level; `attempts` has the columns of `trials`. */
export function dictionaryMarkdown(): string {
  const tables = EXPORT_LEVELS.map((level) => {
    const head = `### ${level}\n\n${LEVEL_MEANINGS[level]}\n`;
    if (level === 'attempts') return head;
    const rows = COLUMNS[level].map(({ name, type, unit, nullable, meaning }) => [
      ...[`\`${name}\``, type, unit ?? '', nullable ? 'yes' : 'no', meaning],
    ]);
    return `${head}\n${markdownTable([['column', 'type', 'unit', 'may be empty', 'meaning'], ...rows])}`;
  });
  return tables.join('\n');
}

/** Cells padded to the width of their column. */
function markdownTable(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, i) => Math.max(...rows.map((row) => row[i]!.length)));
  const line = (row: readonly string[]): string => `| ${row.map((cell, i) => cell.padEnd(widths[i]!)).join(' | ')} |\n`;
  const [head, ...body] = rows;
  return [line(head!), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('');
}
