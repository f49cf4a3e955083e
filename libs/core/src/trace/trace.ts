/** The ordered samples of one trial: `powerMw[rail][i]` was read at `tUs[i]` of the device's monotonic clock. */
export interface Trace {
  rails: string[];
  /** Never decreasing, whole microseconds. */
  tUs: number[];
  /** Per rail, in the order of `rails`: one value a sample, whole milliwatts. */
  powerMw: number[][];
}

/** A part of a trace in trace codec 1 (docs/agent-protocol.md). */
export interface EncodedTrace {
  codec: number;
  rails: readonly string[];
  samples: number;
  firstTUs: number;
  lastTUs: number;
  /** Base64 of the deflated columns. */
  data: string;
}

export const MAX_CHUNK_SAMPLES = 4096;
export const MAX_RAILS = 8;

/** Powers of one rail of a trace, or null when the trace has no such rail. */
export function railPowerMw(trace: Trace, rail: string): readonly number[] | null {
  return trace.powerMw[trace.rails.indexOf(rail)] ?? null;
}
