import type { TextStream } from './streams';
import { fitLine, visibleWidth } from './visible-width';

const DEFAULT_COLUMNS = 80;

/**
 * A short block of lines that is redrawn in place on a terminal and then taken away. Lines are cut to the width at hand; what was drawn before a
 * terminal became narrower has wrapped, and is cleared by the rows that it takes now.
 */
export class LiveLines {
  private drawn: readonly string[] = [];

  constructor(private readonly stream: TextStream) {}

  draw(lines: readonly string[]): void {
    const columns = this.stream.columns || DEFAULT_COLUMNS;
    // One column stays free: a cursor behind the last one wraps on some terminals and not on others.
    const fitted = lines.map((line) => fitLine(line, columns - 1));
    this.stream.write(`${this.eraseSequence(columns)}${fitted.map((line) => `${line}\n`).join('')}`);
    this.drawn = fitted;
  }

  /** Takes the block away. */
  clear(): void {
    this.stream.write(this.eraseSequence(this.stream.columns || DEFAULT_COLUMNS));
    this.drawn = [];
  }

  private eraseSequence(columns: number): string {
    const rows = this.drawn.reduce((sum, line) => sum + Math.max(1, Math.ceil(visibleWidth(line) / columns)), 0);
    return rows === 0 ? '' : `\r\u001b[${rows}A\u001b[J`;
  }
}
