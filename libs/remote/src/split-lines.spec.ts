import fc from 'fast-check';
import { MAX_LINE_BYTES, splitLines } from './split-lines';

function feed(chunks: Buffer[]): { lines: string[]; tooLong: number } {
  const seen = { lines: [] as string[], tooLong: 0 };
  const take = splitLines(
    (text) => seen.lines.push(text),
    () => seen.tooLong++,
  );
  for (const chunk of chunks) take(chunk);
  return seen;
}

describe('splitLines', () => {
  it('gives the same lines however the stream is cut', () => {
    const line = fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\n', ' '));
    fc.assert(
      fc.property(fc.array(line), fc.array(fc.nat(200)), (lines, cuts) => {
        const stream = Buffer.from(lines.map((text) => `${text}\n`).join(''));
        const at = [0, ...cuts.map((cut) => cut % (stream.length + 1)).sort((a, b) => a - b), stream.length];
        const chunks = at.slice(1).map((end, i) => stream.subarray(at[i], end));
        expect(feed(chunks).lines).toEqual(lines);
      }),
    );
  });

  it('says once that a line is too long, and nothing more', () => {
    const seen = feed([Buffer.alloc(MAX_LINE_BYTES + 1, 97), Buffer.from('more\nlines\n')]);
    expect(seen).toEqual({ lines: [], tooLong: 1 });
  });
});
