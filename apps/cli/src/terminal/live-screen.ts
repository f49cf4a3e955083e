import { formatCount } from '@joulefleet/figures';
import type { TextStream } from './streams';
import { fitLine } from './visible-width';

const DEFAULT_COLUMNS = 80;
const DEFAULT_ROWS = 24;
const ENTER = '\u001b[?1049h';
const LEAVE = '\u001b[?1049l';
const HOME = '\u001b[H';
const CLEAR_LINE_END = '\u001b[K';
const CLEAR_BELOW = '\u001b[J';

/**
 * Lines that are redrawn many times on a terminal that may change its size. They are drawn on the alternate screen: on the
 * other one, terminals wrap anew what stands there and move it into the scrollback, where nothing can take it away again.
 */
export class LiveScreen {
  private shown: readonly string[] | null = null;

  constructor(private readonly stream: TextStream) {}

  draw(lines: readonly string[]): void {
    const columns = this.stream.columns || DEFAULT_COLUMNS;
    const rows = (this.stream.rows || DEFAULT_ROWS) - 1;
    // One column stays free: a cursor behind the last one wraps on some terminals and not on others.
    const drawn = withinRows(lines, rows).map((line) => `${fitLine(line, columns - 1)}${CLEAR_LINE_END}\n`);
    this.stream.write(`${this.shown ? '' : ENTER}${HOME}${drawn.join('')}${CLEAR_BELOW}`);
    this.shown = lines;
  }

  /** Gives the terminal back as it was, and leaves what was drawn last on it. */
  end(): void {
    if (this.shown) this.stream.write(`${LEAVE}${this.shown.map((line) => `${line}\n`).join('')}`);
    this.shown = null;
  }
}

function withinRows(lines: readonly string[], rows: number): readonly string[] {
  if (lines.length <= rows) return lines;
  const shown = Math.max(0, rows - 1);
  return [...lines.slice(0, shown), `… ${formatCount(lines.length - shown, 'more line')}`];
}
