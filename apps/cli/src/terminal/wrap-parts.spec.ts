import fc from 'fast-check';
import { visibleWidth } from './visible-width';
import { wrapParts } from './wrap-parts';

describe('wrapParts', () => {
  it('keeps what fits on one line and indents the rest', () => {
    expect(wrapParts(['nano-1', '5/12', 'alexnet'], 21)).toEqual(['nano-1  5/12  alexnet']);
    expect(wrapParts(['nano-1', '5/12', 'alexnet'], 20)).toEqual(['nano-1  5/12', '    alexnet']);
    expect(wrapParts([], 20)).toEqual([]);
  });

  it('loses no part, keeps their order, and exceeds the width with single parts only', () => {
    const parts = fc.array(fc.string({ minLength: 1, maxLength: 30 }).map((text) => text.replace(/\s/g, 'x')));
    fc.assert(
      fc.property(parts, fc.integer({ min: 1, max: 100 }), (all, columns) => {
        const lines = wrapParts(all, columns);
        expect(lines.flatMap((line) => line.trimStart().split('  '))).toEqual(all);
        for (const line of lines) {
          expect(visibleWidth(line) <= columns || !line.trimStart().includes('  ')).toBe(true);
        }
      }),
    );
  });
});
