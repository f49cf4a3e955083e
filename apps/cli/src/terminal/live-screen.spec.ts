import { LiveScreen } from './live-screen';
import { visibleWidth } from './visible-width';

function terminal(columns: number, rows: number) {
  const written: string[] = [];
  return { isTTY: true, columns, rows, written, write: (text: string) => written.push(text) };
}
const linesOf = (text: string): string[] =>
  text
    .replace(/\u001b\[[?0-9]*[A-Za-z]/g, '')
    .split('\n')
    .slice(0, -1);

describe('LiveScreen', () => {
  it('draws from the top of the alternate screen, whatever the size was before', () => {
    const stream = terminal(80, 24);
    const live = new LiveScreen(stream);
    live.draw(['x'.repeat(200), 'b']);
    stream.columns = 40;
    live.draw(['x'.repeat(200)]);
    expect(stream.written[0]).toMatch(/^\u001b\[\?1049h\u001b\[H.*\u001b\[K\nb\u001b\[K\n\u001b\[J$/);
    expect(stream.written[1]).toMatch(/^\u001b\[Hx+…\u001b\[K\n\u001b\[J$/);
    expect(stream.written.map((text) => visibleWidth(linesOf(text)[0]!))).toEqual([79, 39]);
  });

  it('gives the terminal back and leaves the last lines there, whole', () => {
    const stream = terminal(40, 4);
    const live = new LiveScreen(stream);
    live.draw(['a', 'b', 'c', 'd', 'e']);
    expect(linesOf(stream.written[0]!)).toEqual(['a', 'b', '… 3 more lines']);
    live.end();
    live.end();
    expect(stream.written.slice(1)).toEqual(['\u001b[?1049la\nb\nc\nd\ne\n']);
  });

  it('changes nothing when nothing was drawn', () => {
    const stream = terminal(40, 4);
    new LiveScreen(stream).end();
    expect(stream.written).toEqual([]);
  });
});
