import fc from 'fast-check';
import { Fault } from '../fault/fault';
import { decimateTrace, type Trace } from './index';

const RAILS = ['VDD_IN', 'VDD_SOC'];

/** A trace of two rails with times in order, cut into chunks at any place. */
const traces = fc
  .record({
    samples: fc.array(fc.tuple(fc.nat({ max: 5_000 }), fc.nat({ max: 99 }), fc.nat({ max: 99 })), { minLength: 1 }),
    cut: fc.nat({ max: 50 }),
  })
  .map(({ samples, cut }) => {
    const rows = [...samples].sort(([a], [b]) => a - b);
    return [rows.slice(0, cut), rows.slice(cut)].filter((part) => part.length > 0).map(traceOf);
  });

function traceOf(rows: readonly [number, number, number][]): Trace {
  return {
    rails: RAILS,
    tUs: rows.map(([tUs]) => tUs),
    powerMw: [rows.map(([, a]) => a), rows.map(([, , b]) => b)],
  };
}

const ranges = fc
  .tuple(fc.nat({ max: 5_000 }), fc.integer({ min: 1, max: 5_000 }))
  .map(([startUs, durationUs]) => ({ startUs, endUs: startUs + durationUs }));

describe('a decimated trace', () => {
  it('has the least and the greatest power of every rail in every column, and no others', () => {
    fc.assert(
      fc.property(traces, ranges, fc.integer({ min: 1, max: 40 }), (chunks, range, columns) => {
        const drawn = decimateTrace(chunks, range, columns);
        const columnOf = (tUs: number): number =>
          Math.min(columns - 1, Math.floor(((tUs - range.startUs) / (range.endUs - range.startUs)) * columns));
        const extremes = (all: readonly Trace[], rail: number): Map<number, [number, number]> => {
          const found = new Map<number, [number, number]>();
          for (const { tUs, powerMw } of all) {
            tUs.forEach((t, i) => {
              if (t < range.startUs || t > range.endUs) return;
              const power = powerMw[rail]![i]!;
              const [least, greatest] = found.get(columnOf(t)) ?? [power, power];
              found.set(columnOf(t), [Math.min(least, power), Math.max(greatest, power)]);
            });
          }
          return found;
        };
        for (const rail of RAILS.keys()) expect(extremes([drawn], rail)).toEqual(extremes(chunks, rail));
        expect(drawn.tUs.length).toBeLessThanOrEqual(2 * columns);
        expect(drawn.tUs).toEqual([...drawn.tUs].sort((a, b) => a - b));
        const inside = chunks.flatMap(({ tUs }) => tUs).filter((t) => t >= range.startUs && t <= range.endUs);
        expect(drawn.samples).toBe(inside.length);
      }),
    );
  });

  it('is the trace itself where no column has more than two samples', () => {
    const trace = traceOf([
      [0, 1, 9],
      [1, 7, 3],
      [10, 5, 5],
      [20, 2, 8],
      [29, 4, 8],
      [30, 3, 7],
    ]);
    expect(decimateTrace([trace], { startUs: 0, endUs: 30 }, 10)).toEqual({ ...trace, samples: 6 });
  });

  it('keeps the order in which extremes were read', () => {
    const trace = traceOf([
      [0, 5, 5],
      [1, 9, 1],
      [2, 1, 9],
      [3, 5, 5],
    ]);
    const drawn = decimateTrace([trace], { startUs: 0, endUs: 3 }, 1);
    expect(drawn).toMatchObject({
      tUs: [0, 3],
      powerMw: [
        [9, 1],
        [1, 9],
      ],
    });
  });

  it('decodes one chunk after the other, and holds none', () => {
    let decoded = 0;
    function* chunks(): Generator<Trace> {
      for (; decoded < 1_000; decoded++) yield traceOf([[decoded, decoded % 7, decoded % 5]]);
    }
    expect(decimateTrace(chunks(), { startUs: 0, endUs: 999 }, 4).tUs).toHaveLength(8);
    expect(decoded).toBe(1_000);
  });

  it('is empty where nothing was read', () => {
    expect(decimateTrace([], { startUs: 0, endUs: 1 }, 5)).toEqual({ rails: [], tUs: [], powerMw: [], samples: 0 });
    const outside = decimateTrace([traceOf([[9, 1, 1]])], { startUs: 0, endUs: 1 }, 5);
    expect(outside).toEqual({ rails: RAILS, tUs: [], powerMw: [[], []], samples: 0 });
  });

  it('refuses an empty range, no columns, and rails that change', () => {
    const trace = traceOf([[0, 1, 1]]);
    expect(() => decimateTrace([trace], { startUs: 1, endUs: 1 }, 5)).toThrow(RangeError);
    expect(() => decimateTrace([trace], { startUs: 0, endUs: 1 }, 0)).toThrow(RangeError);
    const other = { ...trace, rails: ['VDD_IN', 'VDD_CPU'] };
    expect(() => decimateTrace([trace, other], { startUs: 0, endUs: 1 }, 5)).toThrow(Fault);
  });
});
