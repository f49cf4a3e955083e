import type { Trace } from './trace';

/** What stands beside a stored chunk, so that lists and heatmaps never decode. */
export interface RailSummary {
  rail: string;
  minMw: number;
  /** Mean over the samples, each counting once: not weighted with time. */
  meanMw: number;
  maxMw: number;
}

/** Least, mean and greatest power of each rail over all samples of a trace; nothing for a trace without samples. */
export function summariseTrace(trace: Trace): RailSummary[] {
  if (trace.tUs.length === 0) return [];
  return trace.rails.map((rail, i) => summariseRail(rail, trace.powerMw[i]!));
}

function summariseRail(rail: string, powerMw: readonly number[]): RailSummary {
  let minMw = Infinity;
  let maxMw = -Infinity;
  let sumMw = 0;
  for (const power of powerMw) {
    minMw = Math.min(minMw, power);
    maxMw = Math.max(maxMw, power);
    sumMw += power;
  }
  return { rail, minMw, meanMw: sumMw / powerMw.length, maxMw };
}
