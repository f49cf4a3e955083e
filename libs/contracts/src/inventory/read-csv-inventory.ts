import { nearestWord } from '@joulefleet/core';
import { show } from '../campaign/show';
import { inventoryDevice } from './inventory-schema';
import type { InventoryFileError, InventorySource, ReadInventory } from './inventory-source';
import { columnName, csvDialect } from './csv-dialect';
import { splitCsv, type CsvCell } from './split-csv';

const COLUMNS = Object.keys(inventoryDevice.shape);

/**
 * Parses an inventory table: the first row names the columns, each further row is a device. An empty cell counts as
 * omitted; labels in a cell are separated by spaces. Cells are separated as the file says (`csvDialect`), and what a
 * spreadsheet leaves behind counts for nothing: empty rows, and empty cells behind the last column.
 */
export function readCsvInventory(text: string, sourceName: string): ReadInventory {
  const where = ({ line, column }: { line: number; column: number }): string => `${sourceName}:${line}:${column}`;
  const { delimiter, start } = csvDialect(text, COLUMNS);
  const split = splitCsv(text, delimiter, start);
  if (!split.ok) {
    return { ok: false, errors: [{ where: where(split.at), message: split.message, expected: split.expected }] };
  }
  const [first, ...rows] = split.rows;
  const expected = COLUMNS.join(',');
  const header = first && withoutEmptyEnd(first).map((cell) => ({ ...cell, text: columnName(cell.text) }));
  if (!header) return { ok: false, errors: [{ where: `${sourceName}:1:1`, message: 'the file is empty', expected }] };
  const errors = [...headerErrors(header, where), ...rows.flatMap((row) => lengthErrors(header, row, where))];
  return errors.length > 0 ? { ok: false, errors } : sourceOf(header, rows);
}

function headerErrors(header: readonly CsvCell[], where: (cell: CsvCell) => string): InventoryFileError[] {
  return header.flatMap((cell, i) => {
    const { text } = cell;
    if (!COLUMNS.includes(text)) {
      const nearest = nearestWord(text, COLUMNS);
      return [{ where: where(cell), message: `unknown column ${show(text)}`, expected: COLUMNS.join(', '), nearest }];
    }
    if (header.findIndex((other) => other.text === text) === i) return [];
    return [{ where: where(cell), message: `duplicate column ${text}`, expected: 'unique columns' }];
  });
}

function lengthErrors(
  header: readonly CsvCell[],
  row: readonly CsvCell[],
  where: (cell: CsvCell) => string,
): InventoryFileError[] {
  if (row.length >= header.length && withoutEmptyEnd(row).length <= header.length) return [];
  const message = `this row has ${row.length} ${row.length === 1 ? 'cell' : 'cells'}`;
  return [{ where: where(row[0]!), message, expected: `${header.length}, as in the first row` }];
}

function withoutEmptyEnd(row: readonly CsvCell[]): readonly CsvCell[] {
  return row.slice(0, row.findLastIndex(({ text }) => text !== '') + 1);
}

function sourceOf(header: readonly CsvCell[], rows: readonly (readonly CsvCell[])[]): InventorySource {
  const columnOf = (key: string): number => header.findIndex(({ text }) => text === key);
  const device = (row: readonly CsvCell[]): object =>
    Object.fromEntries(
      header.flatMap(({ text: key }, i) => {
        const { text } = row[i]!;
        if (text === '') return [];
        return [[key, key === 'labels' ? text.split(/[ \t]+/) : text]];
      }),
    );
  return {
    ok: true,
    content: { devices: rows.map(device) },
    locate: ([, index, key]) => rows[Number(index)]?.[Math.max(0, columnOf(String(key)))] ?? { line: 1, column: 1 },
  };
}
