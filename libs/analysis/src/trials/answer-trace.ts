import {
  calibratedMj,
  calibratedMw,
  decimateTrace,
  decodeTrace,
  energyUncertainty,
  integrateEnergy,
  joinTraces,
  type Calibration,
  type DecimatedTrace,
  type EncodedTrace,
  type SensorSpec,
  type TimeWindow,
  type Trace,
} from '@joulefleet/core';

/** A chunk as it is stored: bytes, which a thread is handed without a detour over text. */
type ChunkBytes = Omit<EncodedTrace, 'data'> & { data: Uint8Array };

/** What is asked of the chunks of a range; plain data, so that a thread can be given it. */
export interface TraceQuestion {
  /** Those that have samples within the range, in the order of their numbers. */
  chunks: readonly ChunkBytes[];
  range: TimeWindow;
  ask: { columns: number } | RangeEnergyQuestion;
}

/** How the rails were read. */
export interface RangeEnergyQuestion {
  totalRail: string;
  averagingUs: number;
  sensor: SensorSpec;
  /** Of the total rail. */
  calibration: Calibration | null;
}

/** Energy of a rail; nulls: no sample lies wholly inside the range. */
export interface RailEnergy {
  rail: string;
  isTotal: boolean;
  energyMj: number | null;
  meanPowerMw: number | null;
  samples: number;
  absoluteUncertaintyMj: number | null;
}

export type TraceAnswer = DecimatedTrace | RailEnergy[];

/** Draws or integrates a range. One chunk is decoded at a time where it is drawn. @throws Fault `trace_corrupt`. */
export function answerTrace({ chunks, range, ask }: TraceQuestion): TraceAnswer {
  if ('columns' in ask) return decimateTrace(decoded(chunks), range, ask.columns);
  if (chunks.length === 0) return [];
  const trace = joinTraces([...decoded(chunks)]);
  return trace.rails.map((_, rail) => railEnergy(trace, rail, range, ask));
}

function* decoded(chunks: readonly ChunkBytes[]): Generator<Trace> {
  for (const { data, ...chunk } of chunks) {
    yield decodeTrace({
      ...chunk,
      data: Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('base64'),
    });
  }
}

function railEnergy(trace: Trace, index: number, range: TimeWindow, ask: RangeEnergyQuestion): RailEnergy {
  const rail = trace.rails[index]!;
  const isTotal = rail === ask.totalRail;
  const raw = integrateEnergy({ tUs: trace.tUs, powerMw: trace.powerMw[index]! }, range, ask.averagingUs);
  if (!raw) return { rail, isTotal, energyMj: null, meanPowerMw: null, samples: 0, absoluteUncertaintyMj: null };
  const { energyMj, durationMs, meanPowerMw, samples } = raw;
  const calibration = isTotal ? ask.calibration : null;
  return {
    rail,
    isTotal,
    energyMj: calibration ? calibratedMj(calibration, energyMj, durationMs) : energyMj,
    meanPowerMw: calibration ? calibratedMw(calibration, meanPowerMw) : meanPowerMw,
    samples,
    absoluteUncertaintyMj: isTotal ? energyUncertainty(raw, 0, ask.sensor, calibration).absoluteUncertaintyMj : null,
  };
}
