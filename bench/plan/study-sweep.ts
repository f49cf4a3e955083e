import { KNOWN_WORKLOADS } from '@joulefleet/core';

export interface SweepSize {
  workloads: number;
  batchSizes: number;
  repetitions: number;
}

/** The study's whole sweep: every CPU and GPU clock of one device of each class, 176,880 trials. */
export const STUDY: SweepSize = { workloads: KNOWN_WORKLOADS.length, batchSizes: 4, repetitions: 10 };
export const STUDY_TRIALS = 176_880;

/** A campaign file over all clocks. JSON is YAML too. */
export function sweepSource({ workloads, batchSizes, repetitions }: SweepSize): string {
  return JSON.stringify({
    name: `${workloads} x ${batchSizes} x ${repetitions}`,
    workloads: KNOWN_WORKLOADS.slice(0, workloads),
    factors: {
      gpuFrequency: 'all',
      cpuFrequency: 'all',
      batchSize: Array.from({ length: batchSizes }, (_, index) => 2 ** index),
    },
    baseline: 'none',
    repetitions,
  });
}
