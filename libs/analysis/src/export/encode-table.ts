import { setImmediate as nextTurn } from 'node:timers/promises';
import { csvHeader, csvRows, jsonRows, valuesOf, type ExportColumn, type ExportFormat } from '@joulefleet/core';
import type { ExportTable } from './export-rows';
import { ParquetThread } from './thread/parquet-thread';

/** Rows that are encoded at a time: others get their turn in between. */
const ROWS_PER_TURN = 250;

/** A part of a file, with the number of rows that it was made from. */
export interface ExportPart {
  bytes: Uint8Array;
  rows: number;
}

/** The file of a table, part by part. */
export function encodeTable<Row>(table: ExportTable<Row>, format: ExportFormat): AsyncGenerator<ExportPart> {
  if (format === 'parquet') return encodeParquet(table);
  return encodeLines(
    table,
    format === 'csv' ? { head: csvHeader, lines: csvRows } : { head: () => '', lines: jsonRows },
  );
}

interface Lines {
  head: (columns: readonly { name: string }[]) => string;
  lines: <Row>(columns: readonly ExportColumn<Row>[], rows: readonly Row[]) => string;
}

async function* encodeLines<Row>(
  { columns, batches }: ExportTable<Row>,
  { head, lines }: Lines,
): AsyncGenerator<ExportPart> {
  yield { bytes: Buffer.from(head(columns)), rows: 0 };
  for await (const rows of inTurns(batches)) yield { bytes: Buffer.from(lines(columns, rows)), rows: rows.length };
}

async function* encodeParquet<Row>({ columns, batches }: ExportTable<Row>): AsyncGenerator<ExportPart> {
  const thread = new ParquetThread(columns);
  try {
    for await (const rows of inTurns(batches)) {
      yield { bytes: await thread.add(columns.map((column) => valuesOf(column, rows))), rows: rows.length };
    }
    yield { bytes: await thread.end(), rows: 0 };
  } finally {
    await thread.close();
  }
}

async function* inTurns<Row>(batches: AsyncIterable<readonly Row[]>): AsyncGenerator<readonly Row[]> {
  for await (const batch of batches) {
    for (let from = 0; from < batch.length; from += ROWS_PER_TURN) {
      yield batch.slice(from, from + ROWS_PER_TURN);
      await nextTurn();
    }
  }
}
