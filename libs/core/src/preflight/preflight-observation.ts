import type { KnownClass } from '../device-class/device-class';

export interface ProcessSeen {
  readonly pid: number;
  readonly user: string;
  readonly command: string;
}

/** Observations of a device on which the controller runs nothing. */
export interface PreflightObservation {
  readonly rails: readonly {
    readonly label: string;
    readonly total: boolean;
    readonly powerMw: readonly number[];
    readonly error: string | null;
    /** As the board states them; null or left out: it does not. */
    readonly supplyMv?: number | null;
    readonly shuntMicroOhm?: number | null;
  }[];
  /** Each clock domain set to a step of its table and read back; kHz for a CPU policy, Hz for the GPU. */
  readonly clocks: readonly {
    readonly domain: string;
    readonly requested: number;
    readonly readBack: number | null;
    readonly error: string | null;
  }[];
  /** Each knob beside the clocks set to a level that it offers and read back. */
  readonly knobs: readonly {
    readonly key: string;
    readonly requested: number | string;
    readonly readBack: number | string | null;
    readonly error: string | null;
  }[];
  readonly restored: { readonly verified: boolean; readonly differences: readonly string[] };
  /** Fractions of all cores. */
  readonly load: {
    readonly cpuFraction: number | null;
    readonly gpuFraction: number | null;
    readonly busiest: readonly (ProcessSeen & { readonly cpuFraction: number })[];
  };
  readonly disk: { readonly freeBytes: number; readonly writeError: string | null };
  readonly temperatureC: { readonly zone: string; readonly temperatureC: number } | null;
  readonly otherAgents: readonly ProcessSeen[];
  readonly privileged: boolean;
  readonly facts: {
    readonly cores: number;
    readonly canSetClocks?: boolean;
    readonly powerMode: { readonly id: number; readonly name: string | null } | null;
  };
}

/** What is expected of the device. */
export interface PreflightExpectation {
  readonly deviceClass: KnownClass;
  /** Null: any. */
  readonly powerMode: { readonly id: number; readonly name: string | null } | null;
  /** Device's wall clock minus the controller's; null when it was not measured. */
  readonly clockOffsetMs: number | null;
}
