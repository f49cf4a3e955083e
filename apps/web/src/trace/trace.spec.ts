import fc from 'fast-check';
import { rangeOfText, textOfRange } from './range-in-url';
import { levelFor, TILE_COLUMNS, tilesOf } from './tiles';
import { clampRange, pan, rangeBetween, spanOf, zoom, type TimeRange } from './time-range';

const WHOLE = { startUs: 1_000, endUs: 1_001_000 };
const TRACE = { ...WHOLE, samples: 1_000_000 };

const views = fc
  .tuple(fc.nat({ max: 999_000 }), fc.integer({ min: 100, max: 1_000_000 }))
  .map(([at, span]): TimeRange => clampRange({ startUs: 1_000 + at, endUs: 1_000 + at + span }, WHOLE));

function expectWithin({ startUs, endUs }: TimeRange): void {
  expect(startUs).toBeGreaterThanOrEqual(WHOLE.startUs);
  expect(endUs).toBeLessThanOrEqual(WHOLE.endUs + 1e-6);
  expect(endUs).toBeGreaterThan(startUs);
}

describe('ranges', () => {
  it('are in an address as seconds since the begin of the trace', () => {
    const range = { startUs: 2_500, endUs: 501_000 };
    expect(textOfRange(range, WHOLE)).toEqual({ from: '0.0015', to: '0.5' });
    expect(rangeOfText('0.0015', '0.5', WHOLE)).toEqual(range);
    expect(rangeOfText('-3', '1e9', WHOLE)).toEqual(WHOLE);
    for (const [from, to] of [
      [null, '1'],
      ['1', ''],
      ['x', '1'],
      ['0.5', '0.1'],
    ] as const)
      expect(rangeOfText(from, to, WHOLE)).toBeNull();
  });

  it('stay within the trace, however they are moved', () => {
    fc.assert(
      fc.property(views, fc.double({ min: -50, max: 50, noNaN: true }), (view, share) => {
        const moved = pan(view, share, WHOLE);
        expectWithin(moved);
        expect(spanOf(moved)).toBeCloseTo(spanOf(view), 3);
      }),
    );
  });

  it('keep what is under the pointer there when they are zoomed, but for the ends of the trace', () => {
    const view = { startUs: 400_000, endUs: 500_000 };
    expect(zoom(view, 0.5, 0.2, WHOLE, 10)).toEqual({ startUs: 410_000, endUs: 460_000 });
    expect(zoom(view, 1000, 0.2, WHOLE, 10)).toEqual(WHOLE);
    expect(spanOf(zoom(view, 1e-9, 0.5, WHOLE, 10))).toBe(10);
    fc.assert(
      fc.property(
        views,
        fc.double({ min: 0.01, max: 100, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (any, factor, at) => expectWithin(zoom(any, factor, at, WHOLE, 10)),
      ),
    );
  });

  it('are made of two times in any order, in whole µs', () => {
    expect(rangeBetween(5_000.4, 2_000.6, WHOLE)).toEqual({ startUs: 2_001, endUs: 5_000 });
    expect(rangeBetween(-5, 1e9, WHOLE)).toEqual(WHOLE);
    expect(rangeBetween(5_000, 5_000.3, WHOLE)).toBeNull();
  });
});

describe('tiles', () => {
  it('cover a view without a gap, and have no time in common', () => {
    fc.assert(
      fc.property(views, fc.integer({ min: 0, max: 10 }), (view, level) => {
        const tiles = tilesOf(view, level, TRACE);
        expect(tiles[0]!.startUs).toBeLessThanOrEqual(view.startUs);
        expect(tiles.at(-1)!.endUs).toBeGreaterThanOrEqual(Math.floor(view.endUs) - 1);
        tiles.slice(1).forEach((tile, i) => expect(tile.startUs).toBe(tiles[i]!.endUs + 1));
      }),
    );
  });

  it('have at least a column for each pixel, and are few', () => {
    fc.assert(
      fc.property(views, fc.integer({ min: 200, max: 3840 }), (view, widthPx) => {
        const level = levelFor(view, widthPx, TRACE);
        const tiles = tilesOf(view, level, TRACE);
        const usPerColumn = spanOf(TRACE) / (2 ** level * TILE_COLUMNS);
        const finest = usPerColumn <= spanOf(TRACE) / TRACE.samples;
        expect(finest || usPerColumn <= spanOf(view) / widthPx).toBe(true);
        expect(tiles.length).toBeLessThanOrEqual(9);
      }),
    );
  });

  it('are one of a short trace', () => {
    expect(levelFor({ startUs: 1_000, endUs: 2_000 }, 1000, { ...WHOLE, samples: 900 })).toBe(0);
    expect(tilesOf(WHOLE, 0, WHOLE, 3)).toEqual([{ key: '0/0', ...WHOLE }]);
  });
});
