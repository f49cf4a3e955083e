import type { Trace } from './trace';
import { traceCorrupt } from './trace-corrupt';

/**
 * The trace of a trial from its decoded chunks, given in the order of their numbers.
 *
 * @throws Fault `trace_corrupt` without a chunk, or when rails change or time goes back from one chunk to the next.
 */
export function joinTraces(chunks: readonly Trace[]): Trace {
  const [first] = chunks;
  if (!first) throw traceCorrupt('it has no chunk');
  const rails = [...first.rails];
  let lastTUs = -Infinity;
  chunks.forEach((chunk, i) => {
    if (chunk.rails.join('\n') !== rails.join('\n')) {
      throw traceCorrupt(`chunk ${i} has the rails ${chunk.rails.join(', ')}, the first has ${rails.join(', ')}`);
    }
    if ((chunk.tUs[0] ?? lastTUs) < lastTUs) {
      throw traceCorrupt(`chunk ${i} begins at ${chunk.tUs[0]} µs, the one before ends at ${lastTUs} µs`);
    }
    lastTUs = chunk.tUs.at(-1) ?? lastTUs;
  });
  return {
    rails,
    tUs: joined(chunks.map((chunk) => chunk.tUs)),
    powerMw: rails.map((_, rail) => joined(chunks.map((chunk) => chunk.powerMw[rail]!))),
  };
}

/** Copies whole columns: a hundred times faster than `flatMap`, which matters for a million samples. */
function joined(columns: readonly number[][]): number[] {
  return ([] as number[]).concat(...columns);
}
