import { frequencyTable, normalDeviate, type Random, type Trace } from '@joulefleet/core';

/** The board that the benchmark's trials come from, and where its cell holds the clocks. */
export const BOARD = { deviceClass: 'jetson-nano', cpuKhz: 1_224_000, gpuHz: 614_400_000 } as const;

/** A trial of the study's length: a minute of inferences, sampled every 100 ms in the mean. */
export const SCHEDULE = {
  loadStartUs: 200_000,
  loadEndUs: 4_200_000,
  warmupEndUs: 9_200_000,
  inferenceStartUs: 9_260_000,
  batchUs: 160_000,
  batches: 375,
} as const;

/** When the last of so many batches has ended. */
export function inferenceEndUs(batches: number): number {
  return SCHEDULE.inferenceStartUs + batches * SCHEDULE.batchUs;
}

/** Batch-aware for these batches: T (0 + 0.618); before the window the distances are dithered. */
const PERIOD_US = Math.round(0.618 * SCHEDULE.batchUs);
const TAIL_US = 100_000;
/** How late a sleeping thread wakes up, in the mean. */
const WAKE_UP_US = 80;

/** INA3221 (data sheet SBOS576) at 5 mOhm: 8 mA and 8 mV a step. */
const STEP_MA = 8;
const STEP_MV = 8;
const SUPPLY_MV = 5000;
const NOISE_MA = 15;

/**
 * A trace as the agent samples it: `startUs` on the device's clock, all rails of the board, the total first. The sensor does
 * not average, so that the swing within batches and its noise are whole: the hardest to compress.
 */
export function drawTrace(startUs: number, random: Random, batches: number = SCHEDULE.batches): Trace {
  const endUs = inferenceEndUs(batches);
  const { totalRail, partRails } = frequencyTable(BOARD.deviceClass);
  const ambientMw = 1700 + 200 * random();
  const trace: Trace = { rails: [totalRail, ...partRails], tUs: [], powerMw: [[], [], []] };
  let tUs = 0;
  while (tUs <= endUs + TAIL_US) {
    tUs += tUs < SCHEDULE.warmupEndUs ? 100_000 * (0.6 + 0.8 * random()) : PERIOD_US;
    trace.tUs.push(Math.round(startUs + tUs - WAKE_UP_US * Math.log(1 - random())));
    const { gpuMw, cpuMw } = loadAt(tUs, endUs);
    const supplyMv = toStep(SUPPLY_MV - 0.01 * (gpuMw + cpuMw) + 4 * normalDeviate(random), STEP_MV);
    const wander = 30 * Math.sin((2 * Math.PI * tUs) / 23e6);
    [ambientMw + wander + gpuMw + cpuMw, gpuMw, cpuMw].forEach((mw, rail) => {
      trace.powerMw[rail]!.push(readingMw(mw, supplyMv, random));
    });
  }
  return trace;
}

/** Idle, loading the model, then batches: the CPU prepares one, the GPU computes it. */
function loadAt(tUs: number, endUs: number): { gpuMw: number; cpuMw: number } {
  if (tUs < SCHEDULE.loadStartUs || tUs > endUs) return { gpuMw: 40, cpuMw: 300 };
  if (tUs < SCHEDULE.loadEndUs) return { gpuMw: 120, cpuMw: 1500 };
  const phase = ((((tUs - SCHEDULE.inferenceStartUs) / SCHEDULE.batchUs) % 1) + 1) % 1;
  return phase < 0.3 ? { gpuMw: 400, cpuMw: 1300 } : { gpuMw: 3900, cpuMw: 500 };
}

function readingMw(mw: number, supplyMv: number, random: Random): number {
  const ma = toStep((mw * 1000) / supplyMv + NOISE_MA * normalDeviate(random), STEP_MA);
  return Math.round((Math.max(ma, STEP_MA) * supplyMv) / 1000);
}

function toStep(x: number, step: number): number {
  return step * Math.round(x / step);
}
