import fc from 'fast-check';
import { EventStreamParser } from './event-stream-parser';

const TEXT =
  'retry: 2000\n\n: open\nid: 7\n\nid: 8\nevent: trial\ndata: {"a":1}\n\ndata: one\r\ndata: two\r\n\r\nevent: end\n\ndata\n\ndata:  x\nid\n';
const EVENTS = [
  { id: '7', event: 'message', data: null },
  { id: '8', event: 'trial', data: '{"a":1}' },
  { id: '8', event: 'message', data: 'one\ntwo' },
  { id: '8', event: 'message', data: '' },
];

describe('EventStreamParser', () => {
  it('reads the same events wherever the stream is cut', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: TEXT.length })), (cuts) => {
        const parser = new EventStreamParser();
        const ends = [0, ...cuts.sort((a, b) => a - b), TEXT.length];
        const pieces = ends.slice(1).map((end, index) => TEXT.slice(ends[index], end));
        expect(pieces.flatMap((piece) => parser.push(piece))).toEqual(EVENTS);
      }),
    );
  });

  it('refuses a line without an end', () => {
    expect(() => new EventStreamParser().push('x'.repeat(1_000_001))).toThrow('without an end');
  });
});
