import type { KnownWindow } from '../windows/find-short-windows';
import type { RestRule } from './rests';
import type { StartRule } from './start-rule';

/** What accepted trials of one cell of one campaign took on one device. */
export interface KnownCell extends KnownWindow {
  readonly deviceId: string;
  /** What a twin took says nothing about a board, and the other way round. */
  readonly simulated: boolean;
  /** Of the measured window. */
  readonly mjPerInference: number;
  readonly trials: number;
  /** Standard deviation of log energy; null with one trial. */
  readonly sdLogEnergy: number | null;
}

/** What one inference took in a cell, over all campaigns. */
export interface Measured {
  readonly trials: number;
  readonly msPerInference: number;
  readonly mjPerInference: number;
}

/** A shard that has ended: how long it kept its device. */
export interface KnownShard {
  readonly deviceId: string;
  readonly deviceClass: string;
  readonly simulated: boolean;
  /** How long a worker executed it, by the worker's clock. */
  readonly busyMs: number;
  /** Measured windows of its accepted trials together, by the device's clock. */
  readonly windowsMs: number;
  /** How long they waited for their starting temperature, by the device's clock. */
  readonly waitsMs: number;
  /** How long the device was left alone in each of its trials, by its clock. */
  readonly rests: RestRule;
  /** At which temperature they were to start; null: it is not known. */
  readonly startBand: StartRule['band'] | null;
  readonly trials: number;
}
