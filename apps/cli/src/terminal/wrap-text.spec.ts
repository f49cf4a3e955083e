import fc from 'fast-check';
import { visibleWidth } from './visible-width';
import { wrapText } from './wrap-text';

it('loses no word, and breaks between words only where it has to', () => {
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[a-z]{1,12}$/)), fc.integer({ min: 1, max: 40 }), (words, columns) => {
      const lines = wrapText(words.join(' '), columns);
      expect(lines.join(' ')).toBe(words.join(' '));
      for (const line of lines) expect(visibleWidth(line) <= columns || !line.includes(' ')).toBe(true);
      lines.slice(1).forEach((line, index) => {
        const [first] = line.split(' ');
        expect(visibleWidth(lines[index]!) + 1 + visibleWidth(first!)).toBeGreaterThan(columns);
      });
    }),
  );
});

it('gives one line of nothing', () => expect(wrapText('', 10)).toEqual(['']));
