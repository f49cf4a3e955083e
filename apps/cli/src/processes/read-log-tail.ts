import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';

const LEVELS: Readonly<Record<number, string>> = { 30: 'info', 40: 'warn', 50: 'error', 60: 'fatal' };
const TAIL_BYTES = 16_384;

/** The last lines of a log file behind a byte, JSON lines of the logger made readable; empty when there are none. */
export function readLogTail(path: string, count: number, fromByte: number): string[] {
  return readLogLines(path, fromByte).slice(-count).map(readableLogLine);
}

/** The end of a log file behind a byte, line by line as it was written. */
export function readLogLines(path: string, fromByte: number): string[] {
  return readEnd(path, fromByte)
    .split('\n')
    .filter((line) => line.trim() !== '');
}

/** `{"level":50,"msg":"..."}` as `error ...`; any other line as it is. */
export function readableLogLine(line: string): string {
  try {
    const { level, msg, err } = JSON.parse(line) as { level?: unknown; msg?: unknown; err?: { message?: unknown } };
    const message = typeof msg === 'string' && msg !== '' ? msg : err?.message;
    if (typeof message !== 'string') return line;
    return `${typeof level === 'number' ? (LEVELS[level] ?? String(level)) : 'info'} ${message}`;
  } catch {
    return line;
  }
}

/** Size of a log file in bytes: what is written from now on stands behind it. */
export function sizeOfLog(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

function readEnd(path: string, fromByte: number): string {
  let descriptor: number;
  try {
    descriptor = openSync(path, 'r');
  } catch {
    return '';
  }
  try {
    const { size } = fstatSync(descriptor);
    const buffer = Buffer.alloc(Math.max(0, Math.min(size - fromByte, TAIL_BYTES)));
    readSync(descriptor, buffer, 0, buffer.length, size - buffer.length);
    return buffer.toString('utf8');
  } finally {
    closeSync(descriptor);
  }
}
