import { closeSync, openSync, writeSync } from 'node:fs';

/** Wide enough for any clock in Hz and any reading. */
const WIDTH = 11;

/**
 * A file that shows a number, or a line, and is rewritten in place: same inode, same length, so that a reader who keeps its
 * descriptor and reads at offset 0 always finds one whole value. Padded with spaces before the line end.
 */
export class LiveFile {
  private descriptor: number | null = null;
  private shown: number | string | null = null;

  constructor(
    private readonly path: string,
    private readonly width: number = WIDTH,
  ) {}

  /** Shows a whole number, or a line no longer than the width; nothing is written when it is shown already. */
  show(value: number | string): void {
    if (value === this.shown) return;
    this.shown = value;
    this.descriptor ??= openSync(this.path, 'r+');
    writeSync(this.descriptor, `${String(value).padEnd(this.width)}\n`, 0, 'latin1');
  }

  close(): void {
    if (this.descriptor !== null) closeSync(this.descriptor);
    this.descriptor = null;
  }
}
