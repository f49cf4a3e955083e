import { writeSync } from 'node:fs';
import type { DestinationStream } from 'pino';

/** A reader that does not keep up is waited for this long per line. */
const WAIT_STEPS = 5;
const STEP_MS = 10;
const STANDARD_OUTPUT = 1;

/** Why lines of the log are being lost. */
export interface LogLoss {
  /** System's code, such as ENOSPC. */
  code: string;
  lines: number;
}

/**
 * Writes log lines to a file descriptor. A line that cannot be written (the disk is full, nobody reads the pipe) is lost and
 * counted, and costs nothing else: the next one is tried as usual. When there is room again, a line says how many were lost.
 */
export class LogDestination implements DestinationStream {
  private loss: LogLoss | null = null;
  private brokenLine = false;

  constructor(private readonly descriptor: number = STANDARD_OUTPUT) {}

  /** Null: the last line was written. */
  lost(): LogLoss | null {
    return this.loss && { ...this.loss };
  }

  write(line: string): void {
    try {
      if (this.loss) this.writeWhole(`${this.brokenLine ? '\n' : ''}${lossLine(this.loss)}`);
      this.loss = null;
      this.brokenLine = false;
      this.writeWhole(line);
    } catch (error) {
      const { code = 'unknown' } = error as NodeJS.ErrnoException;
      this.loss = { code, lines: (this.loss?.lines ?? 0) + 1 };
    }
  }

  private writeWhole(text: string): void {
    const bytes = Buffer.from(text);
    for (let [at, waits] = [0, 0]; at < bytes.length;) {
      try {
        at += writeSync(this.descriptor, bytes, at);
        this.brokenLine = at < bytes.length;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EAGAIN' || waits++ >= WAIT_STEPS) throw error;
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, STEP_MS);
      }
    }
  }
}

function lossLine({ code, lines }: LogLoss): string {
  const msg = `${lines} ${lines === 1 ? 'line of the log was' : 'lines of the log were'} lost: ${code}`;
  return `${JSON.stringify({ level: 40, time: new Date().toISOString(), name: 'log', msg })}\n`;
}
