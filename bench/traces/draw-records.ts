import { recordCrc, type SpoolRecord, type TraceBody, type TrialBody } from '@joulefleet/contracts';
import { encodeTrace, MAX_CHUNK_SAMPLES, type Random, type Trace } from '@joulefleet/core';
import { BOARD, drawTrace, inferenceEndUs, SCHEDULE } from './draw-trace';

/** A trial as it would be in the device's spool. */
export interface DrawnTrial {
  trialId: string;
  trace: Trace;
  /** The records that the device sends: the chunks, then the outcome. */
  records: SpoolRecord[];
}

/** `startUs`: when the trial began on the device's clock; `firstSeq`: number of its first record in the spool. */
export function drawTrial(
  trialId: string,
  startUs: number,
  firstSeq: number,
  random: Random,
  batches: number = SCHEDULE.batches,
): DrawnTrial {
  const trace = drawTrace(startUs, random, batches);
  const chunks = chunksOf(trialId, trace);
  const bodies = [
    ...chunks.map((chunk) => ({ kind: 'trace', body: JSON.stringify(chunk) }) as const),
    { kind: 'trial', body: JSON.stringify(outcome(trialId, startUs, random, batches, chunks.length)) } as const,
  ];
  const records = bodies.map((record, i) => {
    const seq = firstSeq + i;
    return { seq, ...record, crc: recordCrc({ seq, ...record }) };
  });
  return { trialId, trace, records };
}

function chunksOf(trialId: string, { rails, tUs, powerMw }: Trace): TraceBody[] {
  return Array.from({ length: Math.ceil(tUs.length / MAX_CHUNK_SAMPLES) }, (_, chunk) => {
    const part = [chunk * MAX_CHUNK_SAMPLES, (chunk + 1) * MAX_CHUNK_SAMPLES] as const;
    const encoded = encodeTrace({
      rails,
      tUs: tUs.slice(...part),
      powerMw: powerMw.map((column) => column.slice(...part)),
    });
    return { trialId, attempt: 1, chunk, ...encoded, codec: 1, rails };
  });
}

function outcome(trialId: string, startUs: number, random: Random, batches: number, chunks: number): TrialBody {
  const endUs = inferenceEndUs(batches);
  const at = (tUs: number): number => startUs + tUs;
  const startC = 40 + 2 * random();
  return {
    trialId,
    attempt: 1,
    outcome: 'measured',
    error: null,
    chunks,
    events: [
      { name: 'load_start', tUs: at(SCHEDULE.loadStartUs) },
      { name: 'load_end', tUs: at(SCHEDULE.loadEndUs) },
      { name: 'warmup_start', tUs: at(SCHEDULE.loadEndUs) },
      { name: 'warmup_end', tUs: at(SCHEDULE.warmupEndUs) },
      { name: 'inference_start', tUs: at(SCHEDULE.inferenceStartUs) },
      { name: 'inference_end', tUs: at(endUs) },
    ],
    batches: { count: batches, meanUs: SCHEDULE.batchUs, sdUs: 400 },
    options: null,
    runner: null,
    before: clocks(),
    after: clocks(),
    throttleC: null,
    residency: null,
    sensor: {
      layout: 'iio',
      averagingUs: 1100,
      samples: null,
      updateIntervalMs: null,
      runningMode: 0,
      readLatencyUs: 900,
      supplyMv: 5_000,
      shuntMicroOhm: null,
      refreshUs: null,
      resolutionMw: null,
      counter: null,
    },
    sampling: { mode: 'batch-aware', periodUs: 0.618 * SCHEDULE.batchUs },
    temperatureC: { start: startC, end: startC + 3 },
    overcurrent: null,
    anchors: [0, endUs].map((tUs) => ({ monotonicUs: at(tUs), wallUs: 1_700_000_000_000_000 + at(tUs) })),
    idle: null,
    start: null,
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
