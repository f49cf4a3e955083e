import fc from 'fast-check';
import { replacedPart } from './replaced-part';

describe('the part of a text that is replaced', () => {
  it('makes the one of the other, whatever they are', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '\n'), maxLength: 8 });
    fc.assert(
      fc.property(text, text, (before, after) => {
        const { from, to, insert } = replacedPart(before, after);
        expect(before.slice(0, from) + insert + before.slice(to)).toBe(after);
      }),
    );
  });

  it('is no more than what differs', () => {
    expect(replacedPart('name: a\nseed: 1\n', 'name: bc\nseed: 1\n')).toEqual({ from: 6, to: 7, insert: 'bc' });
  });
});
