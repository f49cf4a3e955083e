import { parentPort, workerData } from 'node:worker_threads';
import type { ColumnDescription, ExportValue } from '@joulefleet/core';
import { ParquetEncoder } from './parquet-encoder';

/** Entry of an encoding thread: answers each batch, and null as the end, with the bytes that are ready. */
const encoder = new ParquetEncoder(workerData as ColumnDescription[]);

parentPort!.on('message', (batch: ExportValue[][] | null) => {
  const bytes = batch === null ? encoder.end() : encoder.add(batch);
  parentPort!.postMessage(bytes, [bytes.buffer as ArrayBuffer]);
});
