import { once } from 'node:events';
import { join } from 'node:path';
import { Worker, type ResourceLimits } from 'node:worker_threads';
import type { ColumnDescription, ExportValue } from '@joulefleet/core';
import { packageRoot } from '@joulefleet/platform';

/** Compiled also where the sources run, as in tests: a thread knows nothing of TypeScript. */
const MAIN = join(packageRoot(), 'dist/libs/analysis/src/export/thread/parquet-main.js');
/** Row groups take a few megabytes; the footer of a very long file more. */
const LIMITS: ResourceLimits = { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 8 };

/** Encodes one Parquet file in a thread of its own, so that row groups hold up nobody else. */
export class ParquetThread {
  private readonly worker: Worker;

  constructor(columns: readonly ColumnDescription[]) {
    const described = columns.map(({ name, type, unit, nullable, meaning }) => ({
      name,
      type,
      unit,
      nullable,
      meaning,
    }));
    this.worker = new Worker(MAIN, { workerData: described, resourceLimits: LIMITS });
    // An error while nobody waits; `once` hears those that matter.
    this.worker.on('error', () => undefined);
  }

  /** Takes rows column by column and returns the bytes that are ready. @throws what ended the thread. */
  add(batch: readonly (readonly ExportValue[])[]): Promise<Uint8Array> {
    return this.ask(batch);
  }

  /** The rest of the file. @throws what ended the thread. */
  end(): Promise<Uint8Array> {
    return this.ask(null);
  }

  async close(): Promise<void> {
    await this.worker.terminate();
  }

  private async ask(message: readonly (readonly ExportValue[])[] | null): Promise<Uint8Array> {
    const answer = once(this.worker, 'message');
    this.worker.postMessage(message);
    return (await answer)[0] as Uint8Array;
  }
}
