import fc from 'fast-check';
import { fitLine, padLeft, padRight, visibleWidth } from './visible-width';

const RED = '\u001b[31m';
const RESET = '\u001b[39m';

describe('visibleWidth', () => {
  it.each([
    ['abc', 3],
    [`${RED}abc${RESET}`, 3],
    ['Zürich', 6],
    ['u\u0308', 1],
    ['測定', 4],
    ['█░', 2],
    ['🚀', 2],
  ])('%j takes %i', (text, columns) => expect(visibleWidth(text)).toBe(columns));
});

describe('fitLine', () => {
  it('never takes more than the columns at hand, and keeps what fits', () => {
    const piece = fc.oneof(fc.constantFrom(RED, RESET, '測', '🚀', ' ', 'é'), fc.string({ maxLength: 5 }));
    fc.assert(
      fc.property(fc.array(piece), fc.integer({ min: 0, max: 40 }), (pieces, columns) => {
        const line = pieces.join('').replace(/\s/g, ' ');
        const fitted = fitLine(line, columns);
        expect(visibleWidth(fitted)).toBeLessThanOrEqual(columns);
        if (visibleWidth(line) <= columns) expect(fitted).toBe(line);
      }),
    );
  });

  it('ends a colour that it cuts', () => expect(fitLine(`${RED}abcdef${RESET}`, 4)).toBe(`${RED}abc\u001b[0m…`));

  it('makes one line of several', () => expect(fitLine('a\nb', 9)).toBe('a b'));
});

it('pads by columns, not by characters', () => {
  expect(padRight(`${RED}a${RESET}`, 3)).toBe(`${RED}a${RESET}  `);
  expect(padLeft('測', 3)).toBe(' 測');
});
