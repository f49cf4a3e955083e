import type { TimeWindow } from '../energy/select-inside';
import type { Trace } from './trace';
import { traceCorrupt } from './trace-corrupt';

/** A trace that is drawn in place of a longer one: what of it lies in a range, with at most two samples a column. */
export interface DecimatedTrace extends Trace {
  /** So many samples lie in the range. */
  samples: number;
}

/**
 * Reduces what of a trace lies in a range (both ends included) to the least and the greatest power of each rail in each of equally wide columns, in the
 * order in which they were read: drawn at a pixel a column, it looks like all samples. A column with one or two samples keeps
 * them as they are. Memory is that of the columns and one chunk, however long the trace is.
 *
 *     samples   . .'. .'.: . .'    column:   first time, last time
 *     column   |---------------|   per rail: least and greatest, the earlier one first
 *
 * @param chunks decoded, in the order of their numbers; each is taken when it is needed.
 * @throws RangeError for a range that is not longer than zero, or no column. Fault `trace_corrupt` when rails change.
 */
export function decimateTrace(chunks: Iterable<Trace>, range: TimeWindow, columns: number): DecimatedTrace {
  if (!(range.endUs > range.startUs)) throw new RangeError(`a range from ${range.startUs} to ${range.endUs} µs`);
  if (!Number.isInteger(columns) || columns < 1) throw new RangeError(`${columns} columns`);
  let rails: readonly string[] | null = null;
  let extremes: RailExtremes[] = [];
  const times = new ColumnTimes(range, columns);
  for (const chunk of chunks) {
    if (rails === null) {
      rails = [...chunk.rails];
      extremes = rails.map(() => new RailExtremes(columns));
    }
    if (chunk.rails.join('\n') !== rails.join('\n')) throw traceCorrupt('its rails change');
    chunk.tUs.forEach((tUs, i) => {
      const column = times.take(tUs);
      if (column !== null) extremes.forEach((rail, r) => rail.take(column, chunk.powerMw[r]![i]!));
    });
  }
  return {
    rails: [...(rails ?? [])],
    tUs: times.kept(),
    powerMw: extremes.map((rail) => rail.kept(times.counts)),
    samples: times.counts.reduce((sum, count) => sum + count, 0),
  };
}

/** First and last time in each column, and how many samples it has. */
class ColumnTimes {
  readonly counts: Uint32Array;
  private readonly firstUs: Float64Array;
  private readonly lastUs: Float64Array;

  constructor(
    private readonly range: TimeWindow,
    private readonly columns: number,
  ) {
    this.counts = new Uint32Array(columns);
    this.firstUs = new Float64Array(columns);
    this.lastUs = new Float64Array(columns);
  }

  /** The column of a sample; null outside of the range. */
  take(tUs: number): number | null {
    const { startUs, endUs } = this.range;
    if (tUs < startUs || tUs > endUs) return null;
    const share = (tUs - startUs) / (endUs - startUs);
    const column = Math.min(this.columns - 1, Math.floor(share * this.columns));
    if (this.counts[column]!++ === 0) this.firstUs[column] = tUs;
    this.lastUs[column] = tUs;
    return column;
  }

  kept(): number[] {
    return perColumn(
      this.counts,
      (column) => this.firstUs[column]!,
      (column) => this.lastUs[column]!,
    );
  }
}

/** Least and greatest power of one rail in each column. */
class RailExtremes {
  private readonly leastMw: Float64Array;
  private readonly greatestMw: Float64Array;
  /** 1 where the greatest was read before the least. */
  private readonly fallsFirst: Uint8Array;

  constructor(columns: number) {
    this.leastMw = new Float64Array(columns).fill(Infinity);
    this.greatestMw = new Float64Array(columns).fill(-Infinity);
    this.fallsFirst = new Uint8Array(columns);
  }

  take(column: number, powerMw: number): void {
    if (powerMw < this.leastMw[column]!) {
      this.leastMw[column] = powerMw;
      this.fallsFirst[column] = 1;
    }
    if (powerMw > this.greatestMw[column]!) {
      this.greatestMw[column] = powerMw;
      this.fallsFirst[column] = 0;
    }
  }

  kept(counts: Uint32Array): number[] {
    const falls = (column: number): boolean => this.fallsFirst[column] === 1;
    return perColumn(
      counts,
      (column) => (falls(column) ? this.greatestMw : this.leastMw)[column]!,
      (column) => (falls(column) ? this.leastMw : this.greatestMw)[column]!,
    );
  }
}

/** Nothing of a column without samples, one value of one with a single sample, else two. */
function perColumn(counts: Uint32Array, first: (column: number) => number, last: (column: number) => number): number[] {
  const kept: number[] = [];
  counts.forEach((count, column) => {
    if (count > 0) kept.push(first(column));
    if (count > 1) kept.push(last(column));
  });
  return kept;
}
