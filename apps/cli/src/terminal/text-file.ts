import { readFileSync } from 'node:fs';
import { decodeText, describeSystemError, type DecodeOptions } from '@joulefleet/core';
import { failure, usageFailure } from '../cli-failure';
import type { CliIo } from './streams';

export interface TextFile extends DecodeOptions {
  /** The absolute path. */
  path: string;
  /** What to call the file, as the reader wrote it. */
  shown: string;
  /** `the campaign file`, ... */
  what?: string;
}

const REMEDY = 'Save it as UTF-8 (in PowerShell: `Set-Content -Encoding utf8`, in a spreadsheet: "CSV UTF-8").';

/**
 * The text of a file that the reader names, whatever encoding of Unicode it is in.
 * @throws CliFailure `usage` when it cannot be read, `not_text` when it is no text.
 */
export function readTextFile({ path, shown, what = 'the file', lenient }: TextFile): string {
  return textOf(readBytes(path, shown, what), shown, { lenient });
}

/** The text of standard input. @throws CliFailure `not_text`. */
export async function readStdinText(io: Pick<CliIo, 'readStdin'>): Promise<string> {
  return textOf(await io.readStdin(), 'standard input', {});
}

function readBytes(path: string, shown: string, what: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    throw usageFailure(`${what} cannot be read: ${describeSystemError(error)}`, { where: shown });
  }
}

function textOf(bytes: Uint8Array, shown: string, options: DecodeOptions): string {
  const decoded = decodeText(bytes, options);
  if (decoded.ok) return decoded.text;
  throw failure({
    code: 'not_text',
    title: 'The file is not text in UTF-8',
    detail: `${shown}: ${decoded.message}; expected ${decoded.expected}`,
    where: shown,
    origin: 'operator',
    transient: false,
    remedy: REMEDY,
  });
}
