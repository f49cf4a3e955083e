import type { TextStream } from './streams';
import { fitLine, visibleWidth } from './visible-width';

const DEFAULT_COLUMNS = 80;
const DEFAULT_ROWS = 24;

/**
 * A block of lines that is redrawn in place on a terminal. Lines are cut to the width at hand; what was drawn before a
 * terminal became narrower has wrapped, and is cleared by the rows that it takes now.
 */
export class LiveLines {
  private drawn: readonly string[] = [];

  constructor(private readonly stream: TextStream) {}

  draw(lines: readonly string[]): void {
    const columns = this.stream.columns || DEFAULT_COLUMNS;
    const rows = Math.max(1, (this.stream.rows || DEFAULT_ROWS) - 1);
    // One column stays free: a cursor behind the last one wraps on some terminals and not on others.
    const fitted = withinRows(lines, rows).map((line) => fitLine(line, columns - 1));
    this.stream.write(`${this.eraseSequence(columns)}${fitted.map((line) => `${line}\n`).join('')}`);
    this.drawn = fitted;
  }

  /** Takes the block away. */
  clear(): void {
    this.stream.write(this.eraseSequence(this.stream.columns || DEFAULT_COLUMNS));
    this.drawn = [];
  }

  /** Leaves the block as it stands; the next one is drawn below. */
  keep(): void {
    this.drawn = [];
  }

  private eraseSequence(columns: number): string {
    const rows = this.drawn.reduce((sum, line) => sum + Math.max(1, Math.ceil(visibleWidth(line) / columns)), 0);
    return rows === 0 ? '' : `\r\u001b[${rows}A\u001b[J`;
  }
}

function withinRows(lines: readonly string[], rows: number): readonly string[] {
  if (lines.length <= rows) return lines;
  const shown = Math.max(0, rows - 1);
  return [...lines.slice(0, shown), `… ${lines.length - shown} more lines`];
}
