import { appendFileSync } from 'node:fs';
import type { Finished } from './board/board';

/** What really happened in one inference window: for tests and benchmarks, never for the controller. */
export interface TruthRecord {
  boot: number;
  /** Of a light twin; null: a twin with files does not know it. */
  trialId: string | null;
  workload: string;
  batchSize: number;
  graphMode: string;
  inferences: number;
  /** On the device's monotonic clock, in µs. */
  startUs: number;
  endUs: number;
  durationMs: number;
  /** Energy of the total rail over the window: exact, without sensor. */
  energyMj: number;
  meanPowerMw: number;
  throttled: boolean;
}

/** Keeps the truth in memory and in a file outside the twin's home and tree. */
export class TruthLog {
  readonly records: TruthRecord[] = [];

  constructor(private readonly path: string) {}

  add(
    boot: number,
    { execution, assignment, startUs, endUs, energyMj, throttled }: Finished,
    trialId: string | null = null,
  ): void {
    const { workload, batchSize, graphMode } = execution.options;
    const inferences = assignment.kind === 'infer' ? assignment.inferences : 0;
    const durationMs = (endUs - startUs) / 1000;
    const meanPowerMw = (energyMj * 1000) / durationMs;
    const record = {
      boot,
      trialId,
      workload,
      batchSize,
      graphMode,
      inferences,
      startUs,
      endUs,
      durationMs,
      energyMj,
      meanPowerMw,
      throttled,
    };
    this.records.push(record);
    appendFileSync(this.path, `${JSON.stringify(record)}\n`);
  }
}
