import type { FactorLevels } from '../factors';

/** What an exported attempt is of, beside what is stored with it. */
export interface ExportedWork {
  /** What is counted as an inference. */
  unit: string;
}

/** The campaign that a row is of. */
export interface ExportedCampaign {
  campaignId: string;
  campaign: string;
  simulated: boolean;
}

/** Parts of an agent's record, as stored by whatever version: read with care. */
export type StoredPart = Readonly<Record<string, unknown>> | null;

/** One attempt of one trial, as stored. */
export interface ExportedAttempt {
  trialId: string;
  attempt: number;
  device: string;
  deviceClass: string;
  /** Of the board that made it, by the facts in force then; null: it was not probed. */
  boardSerial: string | null;
  jetpack: string | null;
  cellKey: string;
  workload: string;
  graphMode: string;
  inferences: number;
  levels: Partial<FactorLevels>;
  repetition: number;
  block: number;
  position: number;
  trialState: string;
  /** Whether it is the one that counts. */
  counts: boolean;
  outcome: string;
  verdict: string | null;
  findings: readonly { check?: unknown; severity?: unknown; message?: unknown }[];
  energyMj: number | null;
  loadEnergyMj: number | null;
  /** Loading and warming up. */
  phases: StoredPart;
  idlePowerMw: number | null;
  durationMs: number | null;
  meanPowerMw: number | null;
  absoluteUncertaintyMj: number | null;
  relativeUncertaintyMj: number | null;
  /** Null: no calibration was in force. */
  rawEnergyMj: number | null;
  counterDifferencePct: number | null;
  calibrationId: string | null;
  samples: number | null;
  simulated: boolean;
  committedAt: Date;
  sensor: StoredPart;
  sampling: StoredPart;
  temperatureC: StoredPart;
  batches: StoredPart;
  residency: StoredPart;
  error: StoredPart;
  events: unknown;
  idle: StoredPart;
  /** Whose runner was started. */
  runner: StoredPart;
  /** What the workload says that it used. */
  options: StoredPart;
}

export function figureOf(part: unknown, key: string): number | null {
  const value = isPart(part) ? part[key] : null;
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/** A part of a part. */
export function partOf(part: unknown, key: string): StoredPart {
  const value = isPart(part) ? part[key] : null;
  return isPart(value) ? value : null;
}

export function textOf(part: unknown, key: string): string | null {
  const value = isPart(part) ? part[key] : null;
  return typeof value === 'string' ? value : null;
}

function isPart(part: unknown): part is Record<string, unknown> {
  return typeof part === 'object' && part !== null;
}
