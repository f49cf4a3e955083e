import { recordCrc, type SpoolRecord, type TraceBody, type TrialBody } from '@joulefleet/contracts';
import { encodeTrace, type Random, type Trace } from '@joulefleet/core';
import { BOARD, drawTrace, INFERENCE_END_US, SCHEDULE } from './draw-trace';

/** A trial as it would be in the device's spool. */
export interface DrawnTrial {
  trialId: string;
  trace: Trace;
  /** The records that the device sends: the chunk, then the outcome. */
  records: SpoolRecord[];
}

/** `startUs`: when the trial began on the device's clock; `firstSeq`: number of its first record in the spool. */
export function drawTrial(trialId: string, startUs: number, firstSeq: number, random: Random): DrawnTrial {
  const trace = drawTrace(startUs, random);
  const chunk: TraceBody = { trialId, attempt: 1, chunk: 0, ...encodeTrace(trace), codec: 1, rails: trace.rails };
  const bodies = [
    { kind: 'trace', body: JSON.stringify(chunk) },
    { kind: 'trial', body: JSON.stringify(outcome(trialId, startUs, random)) },
  ] as const;
  const records = bodies.map((record, i) => {
    const seq = firstSeq + i;
    return { seq, ...record, crc: recordCrc({ seq, ...record }) };
  });
  return { trialId, trace, records };
}

function outcome(trialId: string, startUs: number, random: Random): TrialBody {
  const at = (tUs: number): number => startUs + tUs;
  const startC = 40 + 2 * random();
  return {
    trialId,
    attempt: 1,
    outcome: 'measured',
    error: null,
    chunks: 1,
    events: [
      { name: 'load_start', tUs: at(SCHEDULE.loadStartUs) },
      { name: 'load_end', tUs: at(SCHEDULE.loadEndUs) },
      { name: 'warmup_start', tUs: at(SCHEDULE.loadEndUs) },
      { name: 'warmup_end', tUs: at(SCHEDULE.warmupEndUs) },
      { name: 'inference_start', tUs: at(SCHEDULE.inferenceStartUs) },
      { name: 'inference_end', tUs: at(INFERENCE_END_US) },
    ],
    batches: { count: SCHEDULE.batches, meanUs: SCHEDULE.batchUs, sdUs: 400 },
    before: clocks(),
    after: clocks(),
    sensor: {
      layout: 'iio',
      averagingUs: 1100,
      samples: null,
      updateIntervalMs: null,
      runningMode: 0,
      readLatencyUs: 900,
    },
    sampling: { mode: 'batch-aware', periodUs: 0.618 * SCHEDULE.batchUs },
    temperatureC: { start: startC, end: startC + 3 },
    anchors: [0, INFERENCE_END_US].map((tUs) => ({ monotonicUs: at(tUs), wallUs: 1_700_000_000_000_000 + at(tUs) })),
    flags: [],
    simulated: true,
  };
}

function clocks(): TrialBody['before'] {
  const { cpuKhz, gpuHz } = BOARD;
  return {
    cpu: [{ policy: 0, governor: 'userspace', minKhz: cpuKhz, maxKhz: cpuKhz, curKhz: cpuKhz }],
    gpu: { governor: 'userspace', minHz: gpuHz, maxHz: gpuHz, curHz: gpuHz },
    knobs: {},
  };
}
