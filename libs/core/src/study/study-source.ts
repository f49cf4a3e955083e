import type { DeviceClass } from '../device-class/device-class';
import type { GraphMode, KnownWorkload } from '../workload/known-workloads';

/** What one trial of the study's 3,200 inferences took. */
export interface StudyRun {
  energyJ: number;
  durationS: number;
  powerW: number;
  /** Half-width of the 95 % interval of each of them, as a share; 0: known exactly. */
  doubt: number;
}

/** A run with both clocks pinned. */
export interface StudyCell extends StudyRun {
  cpuKhz: number;
  gpuHz: number;
}

export interface StudyGovernors {
  cpuGovernor?: string;
  gpuGovernor?: string;
}

/** How the study's implementations differ from its standard one: PyTorch, lazy loading and garbage collection on. */
export const IMPLEMENTATIONS = ['standard', 'libtorch', 'lazyLoadingOff', 'garbageCollectionOff'] as const;
export type Implementation = (typeof IMPLEMENTATIONS)[number];

/** Energy of loading a model and of one batch, each with the half-width of its 95 % interval as a share. */
export interface StudyGraph {
  loadJ: number;
  loadDoubt: number;
  batchJ: number;
  batchDoubt: number;
}

/**
 * Where figures of the study come from: a model of the boards, or what was measured. An empty list and null mean that there is none.
 * Governors that are not named are the board's own; both clocks then have the range of their whole tables.
 */
export interface StudySource {
  /** By GPU clock, then by CPU clock, ascending. */
  cells(deviceClass: DeviceClass, workload: KnownWorkload, batchSize: number): readonly StudyCell[];
  governed(
    deviceClass: DeviceClass,
    workload: KnownWorkload,
    batchSize: number,
    governors: StudyGovernors,
  ): StudyRun | null;
  /** Shares of time at the highest clocks under the board's own governors, in percent. */
  residency(deviceClass: DeviceClass): { cpuPct: number; gpuPct: number } | null;
  /** AlexNet on the Nano under its governors: energy of loading and of one batch. */
  graph(mode: GraphMode, batchSize: number): StudyGraph | null;
  /** By how much reading the sensor so often raises the energy, in percent. */
  pollingOverheadPct(periodMs: number): number | null;
  /** Standard deviation of energy from one trial to the next, in percent. */
  runToRunPct(): number | null;
  /** AlexNet on the Nano under its governors. */
  implementation(kind: Implementation, batchSize: number): StudyRun | null;
}
